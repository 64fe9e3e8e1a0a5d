"""The entries that an earlier hookkit kept in refs, moved to the log once.

Those refs held uncommitted work: ``git log --all`` showed it, and ``git push --mirror`` sent it.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.refs import loose_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Contents, Entry, FileChange, OldNew, RefMove
from hookkit.operation_log.file_format import decode, encode
from hookkit.operation_log.folder import (
    MIGRATING,
    file_mode,
    log_folder,
    make_log_folder,
    write_synced,
)
from hookkit.operation_log.kept_commits import OLD_REFS, keep_commits


class _Old(NamedTuple):
    """An entry in a ref: when it was made, and ``where``, its git directory from the common one."""

    ref: str
    when: int
    where: str
    entry: Entry


def migrate(git: Git) -> None:
    """Make the log of this worktree, with the entries that refs keep for it and for the others.

    A kill at any point loses nothing, and the next call goes on. Raises EnvironmentFailed where
    the log cannot be written.
    """
    try:
        if not os.path.isdir(log_folder(git)):
            _migrate_refs(git)
            make_log_folder(git, log_folder(git))
        if os.path.exists(os.path.join(log_folder(git), MIGRATING)):
            _delete_refs(git)
    except OSError as error:
        message = f"{log_folder(git)} cannot be written: {error.strerror}"
        raise EnvironmentFailed(message, "hookkit doctor") from error


def _migrate_refs(git: Git) -> None:
    found = _read(git)
    for where in dict.fromkeys(each.where for each in found):
        there = git.at_git_dir(Path(os.path.normpath(git.common_dir / where)))
        if there.git_dir.is_dir() and not os.path.isdir(log_folder(there)):
            _write(there, [each for each in found if each.where == where])
            _delete_refs(there)


def _write(git: Git, entries: Iterable[_Old]) -> None:
    """Write a log to a temporary folder, and rename that to its place."""
    parent = Path(log_folder(git)).parent
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="undo-", dir=parent))
    try:
        make_log_folder(git, str(folder))
        mode = file_mode(git)
        names = []
        for number, each in enumerate(entries, 1):
            place = folder / f"{number:06}.{_state(git, each.entry)}"
            _create(place, encode(each.entry, each.when), mode)
            os.utime(place, (each.when, each.when))
            names.append(f"{each.ref}\n")
        _create(folder / MIGRATING, "".join(names).encode(), mode)
        with suppress(FileExistsError):  # another process was quicker
            os.rename(folder, log_folder(git))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(place: Path, data: bytes, mode: int) -> None:
    os.close(os.open(place, os.O_CREAT | os.O_WRONLY, mode))
    write_synced(place, data)


def _state(git: Git, entry: Entry) -> str:
    """Give the state of an entry as far as the refs tell."""
    there = [(git.resolve(ref) or git.null) == new for ref, _, new in entry.moved]
    return "done" if all(there) else "begun"


def _delete_refs(git: Git) -> None:
    """Keep the commits that the entries name by their own refs, and delete the old ones."""
    folder = Path(log_folder(git))
    with suppress(GitFailed, FileNotFoundError):  # another process does it, or the next one will
        listed = (folder / MIGRATING).read_text().splitlines()
        for place in folder.iterdir():
            if place.suffix in (".done", ".begun"):
                keep_commits(git, int(place.stem), decode(place.read_bytes())[0])
        data = "".join(f"delete {ref}\n" for ref in listed).encode()
        git.run("update-ref", "--stdin", data=data)
        (folder / MIGRATING).unlink()


def _read(git: Git) -> list[_Old]:
    """Give the entries in refs, the oldest first; a ref without an entry is left alone."""
    if loose_refs(git, OLD_REFS) == {}:
        return []
    form = "--format=%(refname) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=refname", form, OLD_REFS)
    found = [(ref, when) for ref, when in (line.split(" ") for line in lines) if when]
    notes = git.objects(f"{ref}:record.json" for ref, _ in found) if found else {}
    read = [
        (ref, int(when), json.loads(notes[f"{ref}:record.json"]))
        for ref, when in found
        if f"{ref}:record.json" in notes
    ]
    contents = git.objects(sorted(set().union(*(_named(note) for _, _, note in read), ())))
    return [
        _Old(ref, when, note["at"], _record(note, contents))
        for ref, when, note in read
        if _named(note) <= contents.keys()
    ]


def _named(note: Mapping[str, Any]) -> set[str]:
    pairs = [each[place] for each in note["files"] for place in ("worktree", "index")]
    return {name for pair in pairs if pair for name in pair}


def _record(note: Mapping[str, Any], contents: Mapping[str, bytes]) -> Entry:
    def of(pair: list[str] | None) -> Contents | None:
        return Contents(contents[pair[0]], contents[pair[1]]) if pair else None

    def old_new(pair: list[str] | None) -> OldNew | None:
        return OldNew(*pair) if pair else None

    files = tuple(
        FileChange(
            base64.b64decode(each["path"]), of(each["worktree"]), of(each["index"]), each["mode"]
        )
        for each in note["files"]
    )
    return Entry(
        note["kind"],
        note["commit"],
        files,
        old_new(note["head"]),
        old_new(note.get("correction")),
        tuple(RefMove(*each) for each in note.get("refs", ())),
        old_new(note.get("branch")),
        note.get("remote", ""),
    )
