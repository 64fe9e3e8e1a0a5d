"""The operation log as a list: each entry with what became of it, and the gaps in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from hookkit.corrections.placement import require_worktree
from hookkit.git.runner import Git
from hookkit.operation_log.entry import RefMove, StoredEntry
from hookkit.operation_log.journal import UnreadableEntry, all_entries
from hookkit.undo.placement import is_in_files
from hookkit.undo.ref_state import all_moves, moved_later, ref_state, refs_now

EntryState = Literal["stands", "begun", "undone", "gone", "pushed", "later", "moved"]
"""``stands``: it can be taken back. ``begun``: it was stopped halfway, and can be. ``later``: once
a later entry is. ``moved``: a ref has moved outside of hookkit. The others say it themselves."""


class Listed(NamedTuple):
    """An entry, what became of it, and by which ref (where it is now) or later entry."""

    kept: StoredEntry
    verdict: EntryState
    moved: RefMove | None = None
    later: int = 0


class Listing(NamedTuple):
    """The entries, the newest first; and the refs that have moved outside of hookkit since the
    last entry that knows them: the id that it left, and the id now (all zeros: not there)."""

    entries: tuple[Listed | UnreadableEntry, ...]
    gaps: tuple[RefMove, ...]


def list_entries(git: Git) -> Listing:
    """Read the operation log of this worktree, in two git processes."""
    found, refs = list(all_entries(require_worktree(git))), refs_now(git)
    kept = [each for each in found if isinstance(each, StoredEntry)]
    listed = tuple(
        each if isinstance(each, UnreadableEntry) else _judged(git, each, kept, refs)
        for each in found
    )
    return Listing(listed, tuple(_gaps(kept, refs, git.null)))


def _judged(
    git: Git, kept: StoredEntry, entries: Sequence[StoredEntry], refs: Mapping[str, str]
) -> Listed:
    if kept.state == "undone":
        return Listed(kept, "undone")
    if kept.entry.remote:
        return Listed(kept, "pushed")
    found = ref_state(git, kept, kept.entry, refs)
    if found.moved:
        living = (each for each in entries if each.state != "undone")
        later = moved_later(kept, found.moved, living)
        if later is not None:
            return Listed(kept, "later", later=later.number)
        return Listed(kept, "moved", found.moved[0])
    if found.is_gone or not all_moves(kept.entry) and not is_in_files(git, kept.entry):
        return Listed(kept, "gone")
    return Listed(kept, "begun" if kept.state == "begun" else "stands")


def _gaps(entries: Iterable[StoredEntry], refs: Mapping[str, str], null: str) -> Iterable[RefMove]:
    seen: set[str] = set()
    for kept in entries:
        for each in all_moves(kept.entry):
            now = refs.get(each.ref, null)
            left = {each.old} if kept.state == "undone" else {each.new}
            left |= {each.old, each.new} if kept.state == "begun" else set()
            if each.ref not in seen and now not in left:
                yield RefMove(each.ref, min(left), now)
            seen.add(each.ref)
