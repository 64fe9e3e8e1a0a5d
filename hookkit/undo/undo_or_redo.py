"""Undo an operation as a whole, or redo it; or preview the changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hookkit.branches.backup import forget_backups
from hookkit.branches.logged_push import undo_push_command
from hookkit.branches.move_to_rewritten_commits import REWRITE_KINDS
from hookkit.branches.push_destination import without_password
from hookkit.branches.push_with_lease import unknown_result_error
from hookkit.branches.sync.conclude_stopped_sync import read_entries_as_concluded
from hookkit.errors import HookkitError, Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.index_update import IndexLocked
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, EntryState, RefChange, StoredEntry, reverse_entry
from hookkit.operation_log.stored_entries import (
    UnreadableEntry,
    delete_replaced_contents,
    last_undone_entry,
    set_state,
)
from hookkit.phrases import short_id
from hookkit.undo.compare_refs import has_changes_to_undo, read_current_refs
from hookkit.undo.plan_file_undo import DroppedLines, plan_file_undo, require_worktree_for
from hookkit.undo.remote_branches_to_reset import RemoteBranchToReset, find_remote_branches_to_reset
from hookkit.undo.undo_move import preview_move_undo, undo_move
from hookkit.undo.undo_placement_or_rewrite import (
    require_branch_of_entry,
    require_unmoved_head,
    undo_placement_or_rewrite,
)

_LIST_COMMAND = "hookkit undo --list"


class UndoResult(NamedTuple):
    """The result of an undo or a redo.

    ``entry`` is the entry that was taken back, or the reverse of the entry that was redone.
    ``restored_paths`` are the restored files, ``dropped`` are the lines that could not be taken
    back, by file. ``remote_branches`` are the remote branches that still have undone commits.
    ``has_no_change`` says that all changes of the entry were gone already, so that nothing was
    done.
    """

    entry: Entry
    restored_paths: tuple[bytes, ...]
    dropped: DroppedLines
    remote_branches: tuple[RemoteBranchToReset, ...] = ()
    has_no_change: bool = False


class UndoPreview(NamedTuple):
    """The changes that undo or redo would make: to refs, files, index entries; and what stays."""

    stored_entry: StoredEntry
    refs: tuple[RefChange, ...]
    files: tuple[bytes, ...]
    staged_paths: tuple[bytes, ...]
    dropped: DroppedLines
    has_no_change: bool = False


def undo(git: Git, number: int | None = None) -> UndoResult:
    """Take back the entry ``number`` of this worktree, or the newest if ``number`` is None.

    Nothing is changed if all of the entry is undone already. Raises HookkitError if there is no
    such entry, and Refused if one of its refs has moved since, or if somebody's work would be lost.
    """
    stored_entry = _entry_to_undo(git, number)
    return _apply(git, stored_entry, stored_entry.entry, "undo", "undone")


def redo(git: Git, number: int | None = None) -> UndoResult:
    """Redo the entry ``number``, or the entry that was taken back last if ``number`` is None.

    Raises as ``undo`` does.
    """
    stored_entry = _entry_to_redo(git, number)
    return _apply(git, stored_entry, reverse_entry(stored_entry.entry), "redo", "done")


def preview_undo(git: Git, number: int | None = None) -> UndoPreview:
    """Give what ``undo`` would change. Raises as ``undo`` does."""
    stored_entry = _entry_to_undo(git, number)
    return _preview(git, stored_entry, stored_entry.entry)


def preview_redo(git: Git, number: int | None = None) -> UndoPreview:
    """Give what ``redo`` would change. Raises as ``redo`` does."""
    stored_entry = _entry_to_redo(git, number)
    return _preview(git, stored_entry, reverse_entry(stored_entry.entry))


def _entry_to_undo(git: Git, number: int | None) -> StoredEntry:
    found = _find_entry(git, number, lambda each: each.state != "undone")
    if found is None:
        raise HookkitError("there is nothing to take back here", "hookkit corrections")
    if found.state == "undone":
        raise Refused(f"operation {number} is taken back already", f"hookkit redo {number}")
    if found.entry.remote:
        (change,) = found.entry.refs
        raise _push_undo_refusal(found.entry.remote, change, found.state == "done")
    return found


def _push_undo_refusal(remote: str, change: RefChange, is_finished: bool) -> HookkitError:
    """Give the refusal to take a push back, with the state of the remote.

    ``is_finished`` is False if the push was interrupted: its result is unknown then.
    """
    if not is_finished:
        return unknown_result_error(remote, change, "it was interrupted")
    name, pushed_id = change.ref.removeprefix(HEADS), short_id(change.new)
    sentence = f"{without_password(remote)} keeps {name} at {pushed_id}, as it was pushed"
    reason = "hookkit takes nothing back there (hookkit undo --list has the rest)"
    return Refused(f"{sentence}; {reason}", undo_push_command(remote, change))


def _entry_to_redo(git: Git, number: int | None) -> StoredEntry:
    found = last_undone_entry(git) if number is None else _find_entry(git, number, bool)
    if found is None or found not in read_entries_as_concluded(git):
        raise HookkitError("nothing was taken back that could be done again", _LIST_COMMAND)
    if found.state != "undone":
        raise Refused(f"operation {number} was not taken back", _LIST_COMMAND)
    return found


def _find_entry(
    git: Git, number: int | None, is_wanted: Callable[[StoredEntry], bool]
) -> StoredEntry | None:
    """Give the entry ``number``; if that is None, the newest entry that is wanted."""
    for each in read_entries_as_concluded(git):
        if isinstance(each, UnreadableEntry):
            if number in (None, each.number):
                raise Refused(
                    f"operation {each.number} {each.reason}: nothing was changed", _LIST_COMMAND
                )
        elif each.number == number or number is None and is_wanted(each):
            return each
    if number is not None:
        raise HookkitError(f"there is no operation {number} in this worktree", _LIST_COMMAND)
    return None


def _apply(
    git: Git, stored_entry: StoredEntry, entry: Entry, command: str, end_state: EntryState
) -> UndoResult:
    require_worktree_for(git, [entry])
    if not has_changes_to_undo(git, stored_entry, entry, read_current_refs(git)):
        return UndoResult(entry, (), {}, has_no_change=True)
    with signals_blocked(), _mark_begun(git, stored_entry):
        if entry.refs:
            result = UndoResult(entry._replace(refs=undo_move(git, entry, command)), (), {})
        else:
            result = _apply_placement_or_rewrite(git, stored_entry, entry, command)
        if result.has_no_change or result.dropped:
            set_state(git, stored_entry, stored_entry.state)
            return result
        set_state(git, stored_entry, end_state)
        delete_replaced_contents(git, stored_entry)
    if command == "undo":
        return result._replace(remote_branches=find_remote_branches_to_reset(git, result.entry))
    return result


@contextmanager
def _mark_begun(git: Git, stored_entry: StoredEntry) -> Iterator[None]:
    """Set the state ``begun`` for the body; restore the old state if nothing was changed."""
    set_state(git, stored_entry, "begun")
    try:
        yield
    except (Refused, IndexLocked):
        set_state(git, stored_entry, stored_entry.state)
        raise


def _apply_placement_or_rewrite(
    git: Git, stored_entry: StoredEntry, entry: Entry, command: str
) -> UndoResult:
    plan = undo_placement_or_rewrite(git, stored_entry, entry, command)
    dropped = {path: lines for path, lines in plan.dropped.items() if lines}
    if entry.kind in REWRITE_KINDS and command == "undo":
        forget_backups(git, entry.commit)
    has_no_change = not (plan.file_rewrites or dropped or _changes_more_than_files(entry))
    return UndoResult(entry, tuple(plan.file_rewrites), dropped, has_no_change=has_no_change)


def _changes_more_than_files(entry: Entry) -> bool:
    """Whether an entry has changed more than files."""
    return bool(entry.head or entry.correction or entry.refusals)


def _preview(git: Git, stored_entry: StoredEntry, entry: Entry) -> UndoPreview:
    require_worktree_for(git, [entry])
    if not has_changes_to_undo(git, stored_entry, entry, read_current_refs(git)):
        return UndoPreview(stored_entry, (), (), (), {}, has_no_change=True)
    if entry.refs:
        refs, paths = preview_move_undo(git, entry)
        return UndoPreview(stored_entry, refs, paths, paths, {})
    if entry.head is not None:
        require_branch_of_entry(git, entry)
        require_unmoved_head(git, entry)
    plan = plan_file_undo(git, entry, entry is not stored_entry.entry)
    dropped = {path: lines for path, lines in plan.dropped.items() if lines}
    ref_changes = tuple(RefChange(each.ref, each.new, each.old) for each in entry.moved_refs)
    has_no_change = not (plan.file_rewrites or dropped or _changes_more_than_files(entry))
    return UndoPreview(
        stored_entry,
        ref_changes,
        tuple(plan.file_rewrites),
        tuple(plan.index_entries),
        dropped,
        has_no_change,
    )
