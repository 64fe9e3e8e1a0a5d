"""The record of a placement: all bytes from before it, so that it can be taken back."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hookkit.craft.objects import OURS, move_ref, write_blob, write_commit, write_tree
from hookkit.doors.git import Git
from hookkit.values.entry import Entry

UNDO_REFS = "refs/hookkit/undo/"
NOTE = b"record.json"


class Swap(NamedTuple):
    """The ids of a content before and after."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a placement does to one file: in the worktree (raw bytes) and in the index."""

    path: bytes
    worktree: Swap | None = None
    index: Swap | None = None
    mode: str = "100644"


class RefMove(NamedTuple):
    """A ref by its full name, and its ids before and after; all zeros where it is not there."""

    ref: str
    old: str
    new: str


class Record(NamedTuple):
    """What is done: its name, its files, how HEAD moves, how the kept correction does (ids).

    Of a correction all zeros stand for none. ``refs`` are the branches that move with the
    worktree from one commit to another, and ``branch`` the full names of the branch that HEAD is
    on before and after. With a ``remote`` the refs are those of that remote.
    """

    kind: str
    commit: str
    files: tuple[FileRecord, ...]
    head: Swap | None = None
    correction: Swap | None = None
    refs: tuple[RefMove, ...] = ()
    branch: Swap | None = None
    remote: str = ""


class KeptRecord(NamedTuple):
    """A record with the ref that keeps it and the id that the ref has."""

    ref: str
    id: str
    record: Record


def _swap_json(swap: Swap | None) -> list[str] | None:
    return [swap.old, swap.new] if swap else None


def _swap(pair: list[str] | None) -> Swap | None:
    return Swap(*pair) if pair else None


def _encode(git: Git, record: Record) -> bytes:
    files = [
        {
            "path": base64.b64encode(each.path).decode(),  # JSON has no place for any bytes
            "name": each.path.decode(errors="replace"),
            "mode": each.mode,
            "worktree": _swap_json(each.worktree),
            "index": _swap_json(each.index),
        }
        for each in record.files
    ]
    note = {
        "kind": record.kind,
        "commit": record.commit,
        "at": _where(git),
        "head": _swap_json(record.head),
        "correction": _swap_json(record.correction),
        "refs": [list(each) for each in record.refs],
        "branch": _swap_json(record.branch),
        "remote": record.remote,
        "files": files,
    }
    return json.dumps(note, indent=1).encode() + b"\n"


def _decode(note: bytes) -> tuple[str, Record]:
    read = json.loads(note)
    files = tuple(
        FileRecord(
            base64.b64decode(each["path"]),
            _swap(each["worktree"]),
            _swap(each["index"]),
            each["mode"],
        )
        for each in read["files"]
    )
    swaps = _swap(read["head"]), _swap(read.get("correction"))
    refs = tuple(RefMove(*each) for each in read.get("refs", ()))
    where = _swap(read.get("branch")), read.get("remote", "")
    return read["at"], Record(read["kind"], read["commit"], files, *swaps, refs, *where)


def _where(git: Git) -> str:
    """Name the worktree in a way that survives a move of the repository."""
    return os.path.relpath(git.git_dir, git.common_dir)


def keep_record(git: Git, record: Record) -> KeptRecord:
    """Keep a record, with every content and commit that it names, at a ref of its own."""
    entries = [Entry(NOTE, "100644", write_blob(git, _encode(git, record)))]
    for each in record.files:
        for place, swap in ((b"worktree", each.worktree), (b"index", each.index)):
            if swap:
                entries.append(Entry(place + b"/before/" + each.path, each.mode, swap.old))
                entries.append(Entry(place + b"/after/" + each.path, each.mode, swap.new))
    tree = write_tree(git, None, entries)
    named = [name for swap in (record.head, record.correction) if swap for name in swap]
    named += [name for each in record.refs for name in (each.old, each.new)]
    parents = [name for name in dict.fromkeys(named or [record.commit]) if name != git.null]
    message = f"hookkit: what was there before {record.kind}\n".encode()
    commit = write_commit(git, tree, [name for name in parents if name], message, author=OURS)
    ref = f"{UNDO_REFS}{_next_number(git):020d}"
    move_ref(git, ref, commit, git.null, record.kind)
    return KeptRecord(ref, commit, record)


def _next_number(git: Git) -> int:
    # The time, unless a clock has been put back: the newest record must have the highest number.
    newest = git.line(
        "for-each-ref", "--count=1", "--sort=-refname", "--format=%(refname)", UNDO_REFS
    )
    number = newest.removeprefix(UNDO_REFS)
    return max(time.time_ns(), int(number) + 1 if number.isdecimal() else 0)


def keep_also(git: Git, kept: KeptRecord, contents: Mapping[bytes, bytes]) -> KeptRecord:
    """Keep, with a record, what its files hold now, before those bytes are given up."""
    if not contents:
        return kept
    modes = {each.path: each.mode for each in kept.record.files}
    entries = [
        Entry(b"worktree/now/" + path, modes[path], write_blob(git, data))
        for path, data in contents.items()
    ]
    message = b"hookkit: what was there before undo\n"
    tree = write_tree(git, kept.id, entries)
    commit = write_commit(git, tree, [kept.id], message, author=OURS)
    move_ref(git, kept.ref, commit, kept.id, "undo")
    return KeptRecord(kept.ref, commit, kept.record)


def forget_record(git: Git, kept: KeptRecord) -> None:
    """Delete the ref of a record."""
    git.run("update-ref", "-d", kept.ref, kept.id)


def records(git: Git) -> Iterator[KeptRecord]:
    """Give the records of this worktree, the newest first."""
    lines = git.line(
        "for-each-ref", "--sort=-refname", "--format=%(refname) %(objectname)", UNDO_REFS
    )
    for ref, name in (line.split(" ") for line in lines.splitlines()):
        for note in git.objects([f"{name}:{NOTE.decode()}"]).values():
            where, record = _decode(note)
            if where == _where(git):
                yield KeptRecord(ref, name, record)


def swap_blobs(git: Git, old: bytes, new: bytes) -> Swap:
    """Keep two contents and give their ids."""
    return Swap(write_blob(git, old), write_blob(git, new))
