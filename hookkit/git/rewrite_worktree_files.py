"""Rewriting files of the worktree, all or none, and moving index and HEAD together with them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from hookkit.errors import GitFailed, HookkitError, Refused, StoppedHalfway, reason_of
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.file_replacement import Replacement, prepare_replacement, write_file
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, read_file
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import names_phrase

TYPE_CHECKING = False
if TYPE_CHECKING:  # a correction that changes only files needs no index
    from hookkit.git.index_update import IndexDraft

_MAX_NAMES = 5


class FileRewrite(NamedTuple):
    """A file of the worktree as it was read, and the new content that replaces it."""

    snapshot: WorktreeFile
    data: bytes


class NotRewritten(Refused):
    """A file cannot be written, and all files are as before; ``reason`` says which file and why.

    The message also says that nothing was changed: a caller that has changed something else uses
    ``reason`` alone.
    """

    def __init__(self, reason: str, unchanged_files: str, repair: str) -> None:
        """Take the reason, and a clause on the files that are as before, "" if there are none."""
        super().__init__(
            ": ".join(filter(None, [reason, "nothing was changed", unchanged_files])), repair
        )
        self.reason = reason


def rewrite_and_move_head(
    rewrites: Iterable[FileRewrite], draft: IndexDraft | None, move_head: Callable[[], None]
) -> None:
    """Write files, index and HEAD, in an order in which a kill at any point loses nothing.

    The caller has locked HEAD and written the entry of the operation log. Raises Refused if nothing
    was changed, and StoppedHalfway if something was: ``hookkit undo`` takes the changes back.
    """
    changing = [each for each in rewrites if each.data != each.snapshot.data]
    with files_rewritten(changing):
        if draft is not None:
            _replace_index(draft)
    try:
        move_head()
    except (OSError, GitFailed) as error:
        changed = ["the index"] if draft is not None else []
        names = names_phrase(changed + _file_states(changing).new, _MAX_NAMES)
        sentence = f"HEAD stayed where it was: {error}: changed already: {names or 'nothing'}"
        raise StoppedHalfway(sentence) from error


def _replace_index(draft: IndexDraft) -> None:
    try:
        draft.replace()
    except OSError as error:
        sentence = f"the index cannot be replaced: {reason_of(error)}: nothing was changed"
        raise Refused(sentence, "git status") from error


def write_each(rewrites: Mapping[bytes, FileRewrite]) -> dict[bytes, str]:
    """Write the files that can be written, and give the reason for each that cannot."""
    failed: dict[bytes, str] = {}
    for path, rewrite in rewrites.items():
        try:
            write_file(rewrite.snapshot, rewrite.data)
        except FileUnavailable as error:
            failed[path] = f"the file {error}"
    return failed


def write_all(rewrites: Iterable[FileRewrite]) -> None:
    """Write all the files, or none, as ``files_rewritten`` does."""
    with files_rewritten(rewrites):
        pass


@contextmanager
def files_rewritten(rewrites: Iterable[FileRewrite]) -> Iterator[None]:
    """Write all the files before the body, and restore them if the body raises.

    All disk space is taken before the first file is replaced, so that restoring needs none. Raises
    NotRewritten if a file cannot be written and all files, read again, are as before;
    StoppedHalfway if one of them is not.
    """
    changing = [each for each in rewrites if each.data != each.snapshot.data]
    replaced = _replace_all(changing)
    try:
        yield
    except BaseException as error:
        _take_back(replaced)
        if isinstance(error, Exception) and _file_states(changing).new:
            raise _failure(str(error), changing) from error
        raise
    with signals_blocked():
        for each in replaced:
            each.remove_temporary_file()


def _replace_all(rewrites: Sequence[FileRewrite]) -> list[Replacement]:
    prepared: list[Replacement] = []
    name = b""
    try:
        for each in rewrites:
            name = each.snapshot.name
            prepared.append(prepare_replacement(each.snapshot, each.data))
        with signals_blocked():
            for replacement in prepared:
                name = replacement.snapshot.name
                replacement.apply()
    except BaseException as error:
        _take_back(prepared)
        if isinstance(error, FileUnavailable):
            raise _failure(f"{os.fsdecode(name)} {error}", rewrites, _repair_for(error)) from error
        raise
    return prepared


def _take_back(prepared: Sequence[Replacement]) -> None:
    with signals_blocked():
        for each in prepared:
            if each.is_applied:
                with suppress(FileUnavailable):  # _file_states reads the file again afterwards
                    each.revert()
            else:
                each.remove_temporary_file()


class _FileStates(NamedTuple):
    """The names of the files that have the old content, and of the files that have the new one."""

    old: list[str]
    new: list[str]


def _file_states(rewrites: Iterable[FileRewrite]) -> _FileStates:
    """Read files again; one that was edited meanwhile is neither old nor new."""
    states = _FileStates([], [])
    for each in rewrites:
        with suppress(FileUnavailable):
            snapshot = each.snapshot
            data = read_file(snapshot.top, snapshot.name).data
            if data in (snapshot.data, each.data):
                names = states.old if data == snapshot.data else states.new
                names.append(os.fsdecode(snapshot.name))
    return states


def _failure(
    reason: str, rewrites: Iterable[FileRewrite], repair: str = "git status"
) -> HookkitError:
    """Give the error for a reason, with the state of the files, which are read again."""
    old, new = _file_states(rewrites)
    as_before = f"{names_phrase(old, _MAX_NAMES)} {_is_or_are(old)} as before" if old else ""
    if not new:
        return NotRewritten(reason, as_before, repair)
    halfway = f"{names_phrase(new, _MAX_NAMES)} {_is_or_are(new)} changed already"
    sentence = ", ".join(["stopped halfway", halfway, *filter(None, [as_before])])
    return StoppedHalfway(f"{reason}: {sentence}")


def _is_or_are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _repair_for(error: FileUnavailable) -> str:
    """Give the command that shows the cause of an error."""
    cause = error.__cause__
    is_full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
    return "df -h ." if is_full else "git status"
