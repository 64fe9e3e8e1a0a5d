"""The last placement taken back: exactly, file by file, without touching later edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.craft.objects import write_blob
from hookkit.doors.files import NotWritable, read_file
from hookkit.doors.git import Git
from hookkit.facts.index import Draft, Staged, locked_index, read_index, refresh_index
from hookkit.judgement.placement import top_of
from hookkit.judgement.record import (
    FileRecord,
    KeptRecord,
    Record,
    Swap,
    forget_record,
    keep_also,
    last_record,
)
from hookkit.judgement.rewrite import Rewrite, move_together, write_each
from hookkit.text.fit import Version, fit
from hookkit.values.change import REGULAR_MODES
from hookkit.values.entry import Entry
from hookkit.values.errors import HookkitError, Refused
from hookkit.values.outcome import Dropped

EDITED_SINCE = "you have edited it since"
STAGED_SINCE = "you have staged other edits since"


class Undone(NamedTuple):
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
        kept, undone = _undo_files(git, kept, None)
    else:
        current = _check_head(git, kept.record.kind, head)
        with locked_index(git) as draft:
            kept, undone = _undo_files(git, kept, Move(draft, Swap(current, head.old)))
        refresh_index(git)
    forget_record(git, kept)
    return undone


class Move(NamedTuple):
    """The index and HEAD, to go back together with the files."""

    draft: Draft
    head: Swap


def _check_head(git: Git, kind: str, head: Swap) -> str:
    """Give the id of HEAD: where the placement put it, or where it was if that was cut short."""
    current = git.resolve("HEAD")
    if current == head.new or current == head.old and not _is_on_a_branch(git, head.new):
        return current
    if git.ask("merge-base", "--is-ancestor", head.new, "HEAD").code != 0:
        raise Refused(
            f"HEAD is not at {head.new[:10]} any more: there is nothing to take back here",
            f"git branch --all --contains {head.new[:10]}",
        )
    # To revert an amended commit would take the person's own work back with it.
    amended = f"git rebase --onto {head.old[:10]} {head.new[:10]}"
    raise Refused(
        f"commits have been made since {head.new[:10]}, which would be taken back",
        amended if kind == "amend" else f"git revert {head.new[:10]}",
    )


def _is_on_a_branch(git: Git, commit: str) -> bool:
    return git.line("for-each-ref", "--count=1", "--contains", commit, "refs/heads/") != ""


def _undo_files(git: Git, kept: KeptRecord, move: Move | None) -> tuple[KeptRecord, Undone]:
    record = kept.record
    left: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: dict[bytes, Rewrite] = {}
    for each in record.files:
        rewrite, left[each.path] = _rewrite(git, each)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            rewrites[each.path] = rewrite
    kept = keep_also(git, kept, {path: each.snapshot.data for path, each in rewrites.items()})
    if move is not None:
        _move_back(git, record, move, list(rewrites.values()), left)
    else:
        for path, reason in write_each(rewrites).items():
            left[path] = (Dropped(1, 1, reason),)
            del rewrites[path]
    undone = Undone(record, tuple(rewrites), {path: lines for path, lines in left.items() if lines})
    return kept, undone


def _move_back(
    git: Git,
    record: Record,
    move: Move,
    rewrites: Sequence[Rewrite],
    left: dict[bytes, tuple[Dropped, ...]],
) -> None:
    entries = _entries(git, record, left)
    if entries:
        move.draft.put(entries)
    reason = f"hookkit: undo {record.kind}"
    with git.held_ref("HEAD", move.head.new, move.head.old, reason) as move_head:
        move_together(rewrites, move.draft if entries else None, move_head)


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


def _entries(git: Git, record: Record, left: dict[bytes, tuple[Dropped, ...]]) -> list[Staged]:
    """Give the index entries as they were, with what has been staged since."""
    staged = read_index(git, [each.path for each in record.files if each.index])
    entries = []
    for each in record.files:
        now = staged.get(each.path)
        if each.index is None or now is None or now.entry.mode not in REGULAR_MODES:
            continue
        contents = git.objects([each.index.old, each.index.new, now.entry.blob])
        version = Version(contents[now.entry.blob], STAGED_SINCE)
        fitted = fit(contents[each.index.new], contents[each.index.old], [version])
        left[each.path] = left[each.path] or fitted.dropped
        entry = Entry(each.path, now.entry.mode, write_blob(git, fitted.results[0]))
        entries.append(Staged(entry, now.is_skipped, now.is_assumed))
    return entries
