"""The last placement taken back: exactly, file by file, without touching later edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hookkit.craft.objects import write_blob
from hookkit.doors.files import NotWritable, read_file, write_file
from hookkit.doors.git import Git
from hookkit.facts.index import Draft, Staged, locked_index, read_index
from hookkit.judgement.placement import Rewrite, top_of, write_all
from hookkit.judgement.record import (
    FileRecord,
    KeptRecord,
    Record,
    Swap,
    forget_record,
    last_record,
)
from hookkit.text.fit import Version, fit
from hookkit.values.entry import Entry
from hookkit.values.errors import HookkitError, Refused
from hookkit.values.outcome import Dropped

EDITED_SINCE = "you have edited it since"


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the record, the files and, by file, the lines that stayed."""

    record: Record
    restored: tuple[bytes, ...]
    left: dict[bytes, tuple[Dropped, ...]]


def undo(git: Git) -> Undone:
    """Take the newest placement of this worktree back.

    Raises HookkitError where there is none, and Refused where commits have come on top of it.
    """
    kept = last_record(top_of(git))
    if kept is None:
        raise HookkitError("there is no placement to take back here", "hookkit corrections")
    head = kept.record.head
    if head is None:
        undone = _undo_files(git, kept, None)
    elif git.resolve("HEAD") != head.new:
        raise Refused(
            f"commits have been made since {head.new[:10]}, which would be taken back",
            f"git revert {head.new[:10]}",
        )
    else:
        with locked_index(git) as draft:
            undone = _undo_files(git, kept, draft)
    forget_record(git, kept)
    return undone


def _undo_files(git: Git, kept: KeptRecord, draft: Draft | None) -> Undone:
    record = kept.record
    left: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: dict[bytes, Rewrite] = {}
    for each in record.files:
        rewrite, dropped = _rewrite(git, each)
        left[each.path] = dropped
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            write_blob(git, rewrite.snapshot.data)  # no byte is given up before it is kept
            rewrites[each.path] = rewrite
    if draft is None or record.head is None:
        _write_each(rewrites, left)
    else:
        _move_back(git, draft, record, record.head, list(rewrites.values()))
    return Undone(record, tuple(rewrites), {path: lines for path, lines in left.items() if lines})


def _write_each(rewrites: dict[bytes, Rewrite], left: dict[bytes, tuple[Dropped, ...]]) -> None:
    for path, rewrite in list(rewrites.items()):
        try:
            write_file(rewrite.snapshot, rewrite.data)
        except NotWritable as error:
            left[path] = (Dropped(1, 1, f"the file {error}"),)
            del rewrites[path]


def _move_back(
    git: Git, draft: Draft, record: Record, head: Swap, rewrites: Sequence[Rewrite]
) -> None:
    entries = _entries(git, record)
    if entries:
        draft.put(entries)
    with git.held_ref("HEAD", head.old, head.new, f"hookkit: undo {record.kind}") as move_head:
        try:
            write_all(rewrites)
        except NotWritable as error:
            raise Refused(f"a file {error}: nothing was changed", "git status") from error
        if entries:
            draft.replace()
        move_head()


def _rewrite(git: Git, record: FileRecord) -> tuple[Rewrite | None, tuple[Dropped, ...]]:
    if record.worktree is None:
        return None, ()
    assert git.top is not None
    try:
        snapshot = read_file(git.top, record.path)
    except NotWritable as error:
        return None, (Dropped(1, 1, f"the file {error}"),)
    contents = git.objects([record.worktree.old, record.worktree.new])
    old, new = contents[record.worktree.old], contents[record.worktree.new]
    fitted = fit(new, old, [Version(snapshot.data, EDITED_SINCE)])
    return Rewrite(snapshot, fitted.results[0]), fitted.dropped


def _entries(git: Git, record: Record) -> list[Staged]:
    """Give the index entries as they were, with what has been staged since."""
    staged = read_index(git, [each.path for each in record.files if each.index])
    entries = []
    for each in record.files:
        now = staged.get(each.path)
        if each.index is None or now is None:
            continue
        contents = git.objects([each.index.old, each.index.new, now.entry.blob])
        version = Version(contents[now.entry.blob], EDITED_SINCE)
        fitted = fit(contents[each.index.new], contents[each.index.old], [version])
        blob = write_blob(git, fitted.results[0])
        entries.append(
            Staged(Entry(each.path, now.entry.mode, blob), now.is_skipped, now.is_assumed)
        )
    return entries
