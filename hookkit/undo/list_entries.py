"""List the entries of the operation log, each with its state, and the refs that others moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from hookkit.branches.sync.conclude_stopped_sync import read_entries_as_concluded
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.operation_log.entry import RefChange, StoredEntry
from hookkit.operation_log.stopped_sync_entry import is_stopped_sync
from hookkit.operation_log.stored_entries import UnreadableEntry
from hookkit.undo.compare_refs import (
    all_ref_changes,
    compare_refs,
    find_later_entry,
    read_current_refs,
)
from hookkit.undo.plan_file_undo import require_worktree_for, would_write_files

UndoState = Literal[
    "undoable",
    "incomplete",
    "in_conflict",
    "undone",
    "nothing_left",
    "pushed",
    "blocked_by_later",
    "ref_moved",
]
"""Whether an entry can be taken back:

- ``undoable``: it can be taken back;
- ``incomplete``: it was stopped halfway, and can be taken back;
- ``in_conflict``: it is a sync that is stopped in a conflict;
- ``undone``: it is taken back, and can be done again;
- ``nothing_left``: other commands have taken all of it back;
- ``pushed``: it is a push, which hookkit does not take back;
- ``blocked_by_later``: it can be taken back once a later entry is;
- ``ref_moved``: one of its refs has been moved outside of hookkit.
"""


class EntryStatus(NamedTuple):
    """An entry and its state.

    ``moved_ref`` is the ref that has moved, with its current id in place of the new one, None if
    the state is not ``ref_moved``; ``blocking_number`` is the number of the later entry, 0 if the
    state is not ``blocked_by_later``.
    """

    stored_entry: StoredEntry
    state: UndoState
    moved_ref: RefChange | None = None
    blocking_number: int = 0


class LogListing(NamedTuple):
    """The entries, the newest first, and the branches that other programs have moved since.

    Each goes from the id after the last entry of the branch to the current id (all zeros: the
    branch is deleted). Refs of corrections and a detached HEAD are not listed.
    """

    entries: tuple[EntryStatus | UnreadableEntry, ...]
    ref_changes_by_others: tuple[RefChange, ...]


def list_entries(git: Git) -> LogListing:
    """Read the operation log of this worktree, with two git processes."""
    found, current_refs = list(read_entries_as_concluded(git)), read_current_refs(git)
    stored_entries = [each for each in found if isinstance(each, StoredEntry)]
    require_worktree_for(git, (each.entry for each in stored_entries))
    listed = tuple(
        (
            each
            if isinstance(each, UnreadableEntry)
            else _status(git, each, stored_entries, current_refs)
        )
        for each in found
    )
    return LogListing(
        listed, tuple(_ref_changes_by_others(stored_entries, current_refs, git.null_id))
    )


def _status(
    git: Git,
    stored_entry: StoredEntry,
    entries: Sequence[StoredEntry],
    current_refs: Mapping[str, str],
) -> EntryStatus:
    if stored_entry.state == "undone":
        return EntryStatus(stored_entry, "undone")
    if stored_entry.entry.remote:
        return EntryStatus(stored_entry, "pushed")
    if is_stopped_sync(stored_entry.entry):
        return EntryStatus(stored_entry, "in_conflict")
    comparison = compare_refs(git, stored_entry, stored_entry.entry, current_refs)
    if comparison.refs_moved_since:
        active_entries = [each for each in entries if each.state != "undone"]
        later = find_later_entry(stored_entry, comparison.refs_moved_since, active_entries)
        if later is not None and _would_restore_refs(
            stored_entry, active_entries, current_refs, git.null_id
        ):
            return EntryStatus(stored_entry, "blocked_by_later", blocking_number=later.number)
        return EntryStatus(stored_entry, "ref_moved", comparison.refs_moved_since[0])
    has_refs = bool(all_ref_changes(stored_entry.entry) or stored_entry.entry.refusals)
    if comparison.are_all_at_old_ids or not (
        has_refs or would_write_files(git, stored_entry.entry)
    ):
        return EntryStatus(stored_entry, "nothing_left")
    return EntryStatus(stored_entry, "incomplete" if stored_entry.state == "begun" else "undoable")


def _would_restore_refs(
    stored_entry: StoredEntry,
    active_entries: Sequence[StoredEntry],
    current_refs: Mapping[str, str],
    null_id: str,
) -> bool:
    """Whether the undo of the later entries would return all refs to where the entry left them."""
    refs_after = dict(current_refs)
    for each in active_entries:
        if each.number > stored_entry.number:
            for change in all_ref_changes(each.entry):
                if refs_after.get(change.ref, null_id) != change.new:
                    return False
                refs_after[change.ref] = change.old
    return all(
        refs_after.get(change.ref, null_id) == change.new
        for change in all_ref_changes(stored_entry.entry)
    )


def _ref_changes_by_others(
    entries: Iterable[StoredEntry], current_refs: Mapping[str, str], null_id: str
) -> Iterable[RefChange]:
    for ref, expected in _expected_ids(entries).items():
        current_id = current_refs.get(ref, null_id)
        if ref.startswith(HEADS) and current_id not in expected:
            yield RefChange(ref, expected[0], current_id)


def _expected_ids(entries: Iterable[StoredEntry]) -> dict[str, tuple[str, ...]]:
    """Give the ids that each ref may have after the entries, which come newest first.

    This is the new id in the last entry of the ref that is not taken back, else the old id in its
    first entry. After an entry that was stopped halfway, a ref may be at the new or the old id.
    """
    expected: dict[str, tuple[str, ...]] = {}
    known_refs: set[str] = set()
    for stored_entry in entries:
        for each in all_ref_changes(stored_entry.entry):
            if each.ref in known_refs:
                continue
            if stored_entry.state == "undone":
                expected[each.ref] = (each.old,)
                continue
            known_refs.add(each.ref)
            possible_ids = (each.new, each.old) if stored_entry.state == "begun" else (each.new,)
            expected.setdefault(each.ref, possible_ids)
    return expected
