"""The operation log as a list: each entry with what became of it, and the gaps in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from hookkit.git.runner import Git
from hookkit.git.worktree import require_worktree
from hookkit.operation_log.entry import RefMove, StoredEntry
from hookkit.operation_log.stored_entries import UnreadableEntry, all_entries
from hookkit.undo.placement import is_in_files
from hookkit.undo.ref_state import all_moves, moved_later, ref_state, refs_now

EntryState = Literal["stands", "begun", "undone", "gone", "pushed", "later", "moved"]
"""``stands``: it can be taken back. ``begun``: it was stopped halfway, and can be. ``later``: once
a later entry is. ``moved``: a ref has moved outside of hookkit. The others say it themselves."""


class Listed(NamedTuple):
    """An entry, what became of it, and by which ref (where it is now) or later entry."""

    stored: StoredEntry
    state: EntryState
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
    stored = [each for each in found if isinstance(each, StoredEntry)]
    listed = tuple(
        each if isinstance(each, UnreadableEntry) else _judged(git, each, stored, refs)
        for each in found
    )
    return Listing(listed, tuple(_gaps(stored, refs, git.null)))


def _judged(
    git: Git, stored: StoredEntry, entries: Sequence[StoredEntry], refs: Mapping[str, str]
) -> Listed:
    if stored.state == "undone":
        return Listed(stored, "undone")
    if stored.entry.remote:
        return Listed(stored, "pushed")
    found = ref_state(git, stored, stored.entry, refs)
    if found.moved:
        living = (each for each in entries if each.state != "undone")
        later = moved_later(stored, found.moved, living)
        if later is not None:
            return Listed(stored, "later", later=later.number)
        return Listed(stored, "moved", found.moved[0])
    if found.is_gone or not all_moves(stored.entry) and not is_in_files(git, stored.entry):
        return Listed(stored, "gone")
    return Listed(stored, "begun" if stored.state == "begun" else "stands")


def _gaps(entries: Iterable[StoredEntry], refs: Mapping[str, str], null: str) -> Iterable[RefMove]:
    seen: set[str] = set()
    for stored in entries:
        for each in all_moves(stored.entry):
            now = refs.get(each.ref, null)
            left = {each.old} if stored.state == "undone" else {each.new}
            left |= {each.old, each.new} if stored.state == "begun" else set()
            if each.ref not in seen and now not in left:
                yield RefMove(each.ref, min(left), now)
            seen.add(each.ref)
