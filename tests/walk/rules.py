"""What must be true of the states before and after a step of hookkit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.faults.invariants import CLAIMS
from tests.walk.marked_lines import MarkedLines


def lost_by_hooks(before: MarkedLines, after: MarkedLines) -> Iterable[str]:
    """Find what a commit of the person lost, by hookkit's hooks."""
    # ``git commit -a`` drops what was staged and is deleted in the files since.
    yield from lost(before, after, before.staged & before.files)


def lost(before: MarkedLines, after: MarkedLines, staged: frozenset[bytes]) -> Iterable[str]:
    """Find what is lost of the files, the index (``staged``), the history and the remote."""
    yield from of_marks(before, after, staged)
    if before.content.stashes != after.content.stashes:
        yield "a stash has changed"
    if after.conflicts - before.conflicts:
        yield f"conflict markers in {sorted(after.conflicts - before.conflicts)}"
    for name in untracked_that_changed(before, after):
        yield f"{name} was not tracked, and has changed"


def broken(
    before: MarkedLines, after: MarkedLines, status: int, said: str, is_undo: bool
) -> Iterable[str]:
    """Find what a command of hookkit lost or said wrongly."""
    yield from lost(before, after, before.staged)
    if not is_undo:
        yield from of_deletions(before, after)
    if before.content.underway != after.content.underway:
        yield f"underway: {before.content.underway} is now {after.content.underway}"
    if status == 70 or "Traceback (most recent call last)" in said:
        yield f"ended with {status}: {said[-300:]}"
    if status != 0 and CLAIMS.search(said) and (found := after.content.differences(before.content)):
        yield f"said that nothing changed, and {found[:4]} differ"
    if status not in (0, 1) and not re.search("repair|hint|hookkit: ", said):
        yield f"ended with {status} without a way out: {said[-300:]!r}"


def of_marks(before: MarkedLines, after: MarkedLines, staged: frozenset[bytes]) -> Iterable[str]:
    """Find lines that are gone."""
    # What a commit took along is saved, wherever the branch is by now.
    saved = after.history - before.history
    places = {
        "the files": before.unsaved - after.files - saved,
        "the index": staged - after.index - saved,
        "the history": before.history - after.history,
        "the remote": before.remote - after.remote - after.history,
    }
    for place, gone in places.items():
        if gone:
            yield f"lost from {place}: {sorted(gone)[:5]}"


def of_deletions(before: MarkedLines, after: MarkedLines) -> Iterable[str]:
    """Find lines that were deleted in the files and came again."""
    came = before.deleted & after.files
    if came:
        yield f"deleted, and came again: {sorted(came)[:5]}"


def untracked_that_changed(before: MarkedLines, after: MarkedLines) -> list[str]:
    """The files that git did not know and that are not as they were."""
    tracked = {field.partition(b"\t")[2].decode() for field in before.content.index.split(b"\0")}
    mine = {name: data for name, data in before.content.files.items() if name not in tracked}
    return sorted(name for name, data in mine.items() if after.content.files.get(name) != data)
