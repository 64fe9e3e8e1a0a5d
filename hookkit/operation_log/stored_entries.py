"""Write, read and delete the entries of the operation log: each is a file.

It is in this worktree's git directory, named by the number of the entry and its state, and renamed
when the state changes. An entry costs no git process unless commits must be kept for it, and
`git gc` does not touch it. Which entries this process has changed is kept in memory.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from hookkit.errors import EnvironmentFailed, GitFailed, Refused
from hookkit.git.refs import loose_refs
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import Entry, EntryState, StoredEntry
from hookkit.operation_log.entry_file_format import UnreadableFormat, decode_entry, encode_entry
from hookkit.operation_log.kept_commits import keep_commits, release_commits
from hookkit.operation_log.log_folder_and_files import (
    FORMER_ENTRY_REFS,
    MIGRATING_FILE,
    create_file,
    log_file_mode,
    log_folder,
    make_log_folder,
    write_synced,
)

DAY = 24 * 60 * 60
_NEW_SUFFIX = "new"
_NAME_PATTERN = r"(\d+)\.(?:(begun|done)|undone-(\d+))"

_changed_entry_numbers: set[int] = set()
"""The entries that this process has written or changed, and not deleted."""


class _FileName(NamedTuple):
    """The parts of a file name.

    ``undo_order`` is highest for the entry taken back last, 0 for an entry that is not undone.
    """

    number: int
    state: EntryState
    undo_order: int

    def __str__(self) -> str:
        return f"{self.number:06}.{self.state}" + (f"-{self.undo_order}" if self.undo_order else "")


class UnreadableEntry(NamedTuple):
    """An entry that cannot be read, and why."""

    number: int
    reason: str


def write_entry(git: Git, entry: Entry) -> StoredEntry:
    """Write an entry in the state ``begun``, before anything is changed.

    It also creates the refs that keep the commits: no transaction of refs may be open. Raises
    EnvironmentFailed if the entry cannot be written.
    """
    folder, written_at = _migrated_folder(git), int(time.time())
    number = _reserve_number(folder, log_file_mode(git))
    path = os.path.join(folder, f"{number:06}.{_NEW_SUFFIX}")
    with _delete_on_error(path):
        write_synced(path, encode_entry(entry, written_at))
        keep_commits(git, number, entry)
        os.rename(path, os.path.join(folder, str(_FileName(number, "begun", 0))))
    _mark_changed(number, entry)
    return StoredEntry(number, "begun", written_at, entry)


def _mark_changed(number: int, entry: Entry) -> None:
    if not entry.remote:  # hookkit does not take back a push
        _changed_entry_numbers.add(number)


def forget_changed_entries() -> None:
    """Forget the entries that an earlier command of this process has changed."""
    _changed_entry_numbers.clear()


def has_logged_changes() -> bool:
    """Whether the current command has changed something that can be taken back."""
    return bool(_changed_entry_numbers)


def _cannot_write_error(path: str, error: OSError) -> EnvironmentFailed:
    return EnvironmentFailed(f"{path} cannot be written: {error.strerror}", "hookkit doctor")


@contextmanager
def _delete_on_error(path: str) -> Iterator[None]:
    """Delete a file if the body fails. Raises EnvironmentFailed for an OSError."""
    try:
        yield
    except OSError as error:
        _delete_file(path)
        raise _cannot_write_error(path, error) from error
    except BaseException:
        _delete_file(path)
        raise


def _delete_file(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _reserve_number(folder: str, mode: int) -> int:
    """Create an empty file for the next number, so that no other process takes the number."""
    while True:
        try:
            number = max(map(_number_in, os.listdir(folder)), default=0) + 1
            path = os.path.join(folder, f"{number:06}.{_NEW_SUFFIX}")
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        except FileExistsError:
            continue
        except OSError as error:
            raise _cannot_write_error(error.filename or folder, error) from error
        # Another process may have written this number between the listing and the creation.
        if sum(_number_in(name) == number for name in os.listdir(folder)) == 1:
            with suppress(OSError):  # the creation is subject to the umask
                os.chmod(path, mode)
            return number
        _delete_file(path)


def _number_in(name: str) -> int:
    number = name.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _migrated_folder(git: Git) -> str:
    """Give the folder of the log; the first time, move the entries from refs to it."""
    folder = log_folder(git)
    if not os.path.isdir(folder) or os.path.exists(os.path.join(folder, MIGRATING_FILE)):
        _make_folder(git, folder)
    return folder


def _make_folder(git: Git, folder: str) -> None:
    if not os.path.isdir(folder) and not _has_old_refs(git):
        try:
            make_log_folder(git, folder)
        except OSError as error:
            raise _cannot_write_error(folder, error) from error
        return
    from hookkit.operation_log.migrate_from_refs import migrate_from_refs

    migrate_from_refs(git)


def _has_old_refs(git: Git) -> bool:
    found = loose_refs(git, FORMER_ENTRY_REFS)
    if found is None:
        return bool(git.run("for-each-ref", "--count=1", FORMER_ENTRY_REFS))
    return bool(found)


def _file_names(folder: str) -> list[_FileName]:
    """Give the names of the entries, the newest first."""
    try:
        listed = os.listdir(folder)
    except OSError:
        return []
    return sorted(filter(None, map(_parse_name, listed)), reverse=True)


def _parse_name(name: str) -> _FileName | None:
    found = re.fullmatch(_NAME_PATTERN, name, re.ASCII)
    if found is None:
        return None
    number, state_word, undo_order = found.groups()
    state: EntryState = (
        "begun" if state_word == "begun" else "done" if state_word == "done" else "undone"
    )
    return _FileName(int(number), state, int(undo_order or 0))


def rewrite_entry(git: Git, stored_entry: StoredEntry, entry: Entry) -> StoredEntry:
    """Replace the content of an entry by ``entry``; its number, state and time stay.

    Raises EnvironmentFailed if it cannot be written.
    """
    folder = log_folder(git)
    path = os.path.join(folder, f"{stored_entry.number:06}.{_NEW_SUFFIX}")
    name = _FileName(stored_entry.number, stored_entry.state, 0)
    with _delete_on_error(path):
        create_file(path, encode_entry(entry, stored_entry.written_at), log_file_mode(git))
        keep_commits(git, stored_entry.number, entry)
        os.replace(path, os.path.join(folder, str(name)))
    return stored_entry._replace(entry=entry)


def finish_entry(git: Git, stored_entry: StoredEntry) -> StoredEntry:
    """Give an entry the state ``done``, and delete the undone entries: they cannot be redone."""
    for name in _file_names(log_folder(git)):
        if name.state == "undone":
            _delete_file(os.path.join(log_folder(git), str(name)))
    return set_state(git, stored_entry, "done")


@contextmanager
def logged_operation(git: Git, entry: Entry) -> Iterator[None]:
    """Write an entry for the changes of the body, and delete it if the body changed nothing.

    The body changed nothing if it raises Refused (the files were restored) or GitFailed (no file
    was written yet), and no ref of the entry has moved.
    """
    stored_entry = write_entry(git, entry)
    try:
        yield
    except (Refused, GitFailed):
        if _has_no_ref_moved(git, entry):
            with suppress(GitFailed):  # on a full disk reftable deletes no ref
                delete_entry(git, stored_entry)
        raise
    finish_entry(git, stored_entry)


def _has_no_ref_moved(git: Git, entry: Entry) -> bool:
    """Whether no ref of an entry has its new value."""
    changes = [each for each in entry.moved_refs if each.old != each.new]
    return all((git.resolve(each.ref) or git.null_id) != each.new for each in changes)


def set_state(git: Git, stored_entry: StoredEntry, state: EntryState) -> StoredEntry:
    """Change the state of an entry."""
    folder = log_folder(git)
    names = _file_names(folder)
    undo_order = 0
    if state == "undone":
        undo_order = max((name.undo_order for name in names), default=0) + 1
    for name in names:
        if name.number == stored_entry.number:
            new_name = _FileName(stored_entry.number, state, undo_order)
            os.rename(os.path.join(folder, str(name)), os.path.join(folder, str(new_name)))
            _mark_changed(stored_entry.number, stored_entry.entry)
            return stored_entry._replace(state=state)
    return stored_entry


def delete_entry(git: Git, stored_entry: StoredEntry) -> None:
    """Delete an entry, and the refs that keep its commits."""
    folder = log_folder(git)
    for name in _file_names(folder):
        if name.number == stored_entry.number:
            _delete_file(os.path.join(folder, str(name)))
    _changed_entry_numbers.discard(stored_entry.number)
    delete_replaced_contents(git, stored_entry)
    release_commits(git, stored_entry.number, stored_entry.entry)


def active_entries(git: Git) -> Iterator[StoredEntry]:
    """Give the entries of this worktree that are not taken back, the newest first."""
    for each in migrate_and_read_entries(git):
        if isinstance(each, StoredEntry) and each.state != "undone":
            yield each


def migrate_and_read_entries(git: Git) -> Iterator[StoredEntry | UnreadableEntry]:
    """Give all entries of this worktree, the newest first; migrate those in refs to files first."""
    _migrated_folder(git)
    yield from read_entries(git)


def read_entries(git: Git) -> Iterator[StoredEntry | UnreadableEntry]:
    """Give the entries of this worktree that are in files, the newest first; write nothing."""
    folder = log_folder(git)
    yield from _read_each(folder, _file_names(folder))


def begun_entries(git: Git) -> Iterator[StoredEntry]:
    """Give the readable entries of operations that were not finished, the newest first.

    Nothing is written.
    """
    folder = log_folder(git)
    for each in _read_each(folder, [name for name in _file_names(folder) if name.state == "begun"]):
        if isinstance(each, StoredEntry):
            yield each


def _read_each(folder: str, names: Iterable[_FileName]) -> Iterator[StoredEntry | UnreadableEntry]:
    for name in names:
        try:
            yield _read_entry(folder, name)
        except FileNotFoundError:  # another process has just changed its state
            continue
        except UnreadableFormat as error:
            yield UnreadableEntry(name.number, str(error))
        except Exception:  # one damaged entry must not hide the others
            yield UnreadableEntry(name.number, "is damaged")


def _read_entry(folder: str, name: _FileName) -> StoredEntry:
    with open(os.path.join(folder, str(name)), "rb") as file:
        entry, written_at = decode_entry(file.read())
    return StoredEntry(name.number, name.state, written_at, entry)


def last_undone_entry(git: Git) -> StoredEntry | None:
    """Give the entry that was taken back last, None if there is none."""
    names = [name for name in _file_names(_migrated_folder(git)) if name.state == "undone"]
    last = max(names, key=lambda name: name.undo_order, default=None)
    return _read_entry(log_folder(git), last) if last else None


def keep_replaced_contents(git: Git, stored_entry: StoredEntry, entry: Entry) -> None:
    """Keep the present contents of files in the log, before the undo of an entry replaces them.

    ``entry`` has the present contents as its old ones.
    """
    folder = log_folder(git)
    count = sum(_number_in(name) == stored_entry.number for name in os.listdir(folder))
    path = os.path.join(folder, f"{stored_entry.number:06}.replaced-{count}")
    with _delete_on_error(path):
        create_file(path, encode_entry(entry, int(time.time())), log_file_mode(git))


def delete_replaced_contents(git: Git, stored_entry: StoredEntry) -> None:
    """Delete what ``keep_replaced_contents`` wrote to the log."""
    folder = log_folder(git)
    for name in os.listdir(folder):
        if name.startswith(f"{stored_entry.number:06}.replaced-"):
            _delete_file(os.path.join(folder, name))


def expire_entries(git: Git, max_count: int, max_days: int, now: float) -> set[int]:
    """Delete the entries that are too old or too many; give the numbers of the others.

    The newest ``max_count`` are kept, unless they are older than ``max_days`` days at ``now``
    (seconds since 1970). An entry that may have been stopped halfway is kept for ``max_days`` days
    in any case.
    """
    folder = log_folder(git)
    kept: set[int] = set()
    for index, name in enumerate(_file_names(folder)):
        is_surplus = index >= max_count and name.state != "begun"
        if not is_surplus and now - _modified_at(os.path.join(folder, str(name))) <= max_days * DAY:
            kept.add(name.number)
        else:
            _delete_file(os.path.join(folder, str(name)))
    _delete_leftovers(folder, kept, now)
    return kept


def _delete_leftovers(folder: str, kept: Iterable[int], now: float) -> None:
    """Delete files that a killed process left, or whose entry is deleted."""
    with suppress(OSError):
        for name in os.listdir(folder):
            suffix = name.partition(".")[2]
            is_old = now - _modified_at(os.path.join(folder, name)) > DAY
            is_leftover_name = suffix == _NEW_SUFFIX or suffix.startswith("replaced-")
            if is_leftover_name and is_old and _number_in(name) not in kept:
                _delete_file(os.path.join(folder, name))


def _modified_at(path: str) -> float:
    try:
        status = os.stat(path)
    except OSError:
        return time.time()
    return status.st_mtime if stat.S_ISREG(status.st_mode) else time.time()
