"""Migrate the entries that an earlier hookkit kept in refs to the files of the log, once.

Those refs had uncommitted edits: ``git log --all`` showed them, ``git push --mirror`` pushed them.
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
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, RefChange, ValueChange
from hookkit.operation_log.entry_file_format import decode_entry, encode_entry
from hookkit.operation_log.kept_commits import keep_commits
from hookkit.operation_log.log_folder_and_files import (
    FORMER_ENTRY_REFS,
    MIGRATING_FILE,
    create_file,
    log_file_mode,
    log_folder,
    make_log_folder,
)


class _RefEntry(NamedTuple):
    """An entry in a ref, its time, and ``git_dir``, a path relative to the common git directory."""

    ref: str
    written_at: int
    git_dir: str
    entry: Entry


def migrate_from_refs(git: Git) -> None:
    """Create the logs of all worktrees from the entries in refs.

    A kill at any point loses nothing, and the next call continues. Raises EnvironmentFailed if
    the log cannot be written.
    """
    try:
        if not os.path.isdir(log_folder(git)):
            _migrate_refs(git)
            make_log_folder(git, log_folder(git))
        if os.path.exists(os.path.join(log_folder(git), MIGRATING_FILE)):
            _replace_refs(git)
    except OSError as error:
        message = f"{log_folder(git)} cannot be written: {error.strerror}"
        raise EnvironmentFailed(message, "hookkit doctor") from error


def _migrate_refs(git: Git) -> None:
    found = _read_ref_entries(git)
    for git_dir in dict.fromkeys(each.git_dir for each in found):
        worktree_git = git.at_git_dir(Path(os.path.normpath(git.common_dir / git_dir)))
        if worktree_git.git_dir.is_dir() and not os.path.isdir(log_folder(worktree_git)):
            _write_log(worktree_git, [each for each in found if each.git_dir == git_dir])
            _replace_refs(worktree_git)


def _write_log(git: Git, entries: Iterable[_RefEntry]) -> None:
    """Write a log to a temporary folder, and rename this folder to that of the log."""
    parent = Path(log_folder(git)).parent
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="undo-", dir=parent))
    try:
        make_log_folder(git, str(folder))
        mode = log_file_mode(git)
        names = []
        for number, each in enumerate(entries, 1):
            path = folder / f"{number:06}.{_entry_state(git, each.entry)}"
            create_file(path, encode_entry(each.entry, each.written_at), mode)
            os.utime(path, (each.written_at, each.written_at))
            names.append(f"{each.ref}\n")
        create_file(folder / MIGRATING_FILE, "".join(names).encode(), mode)
        with suppress(FileExistsError):  # another process was first
            os.rename(folder, log_folder(git))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _entry_state(git: Git, entry: Entry) -> str:
    """Give the state of an entry, by whether its refs have moved."""
    are_moved = [(git.resolve(ref) or git.null_id) == new for ref, _, new in entry.moved_refs]
    return "done" if all(are_moved) else "begun"


def _replace_refs(git: Git) -> None:
    """Keep the commits of the entries by new refs, and delete the old refs."""
    folder = Path(log_folder(git))
    with suppress(GitFailed, FileNotFoundError):  # another process does it, or the next one will
        listed = (folder / MIGRATING_FILE).read_text().splitlines()
        for path in folder.iterdir():
            if path.suffix in (".done", ".begun"):
                keep_commits(git, int(path.stem), decode_entry(path.read_bytes())[0])
        data = "".join(f"delete {ref}\n" for ref in listed).encode()
        git.run("update-ref", "--stdin", data=data)
        (folder / MIGRATING_FILE).unlink()


def _read_ref_entries(git: Git) -> list[_RefEntry]:
    """Give the entries in refs, the oldest first; a ref without an entry is ignored."""
    if loose_refs(git, FORMER_ENTRY_REFS) == {}:
        return []
    format_option = "--format=%(refname) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=refname", format_option, FORMER_ENTRY_REFS)
    found = [
        (ref, written_at) for ref, written_at in (line.split(" ") for line in lines) if written_at
    ]
    records = git.object_contents(f"{ref}:record.json" for ref, _ in found) if found else {}
    documents = [
        (ref, int(written_at), json.loads(records[f"{ref}:record.json"]))
        for ref, written_at in found
        if f"{ref}:record.json" in records
    ]
    contents = git.object_contents(
        sorted(set().union(*(_content_ids(document) for _, _, document in documents), ()))
    )
    return [
        _RefEntry(ref, written_at, document["at"], _entry_of(document, contents))
        for ref, written_at, document in documents
        if _content_ids(document) <= contents.keys()
    ]


def _content_ids(document: Mapping[str, Any]) -> set[str]:
    pairs = [each[path] for each in document["files"] for path in ("worktree", "index")]
    return {name for pair in pairs if pair for name in pair}


def _entry_of(document: Mapping[str, Any], contents: Mapping[str, bytes]) -> Entry:
    def contents_of(pair: list[str] | None) -> ContentChange | None:
        return ContentChange(contents[pair[0]], contents[pair[1]]) if pair else None

    def value_change(pair: list[str] | None) -> ValueChange | None:
        return ValueChange(*pair) if pair else None

    files = tuple(
        FileChange(
            base64.b64decode(each["path"]),
            contents_of(each["worktree"]),
            contents_of(each["index"]),
            each["mode"],
        )
        for each in document["files"]
    )
    return Entry(
        document["kind"],
        document["commit"],
        files,
        value_change(document["head"]),
        value_change(document.get("correction")),
        tuple(RefChange(*each) for each in document.get("refs", ())),
        value_change(document.get("branch")),
        document.get("remote", ""),
    )
