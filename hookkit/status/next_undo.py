"""Find the entry of the operation log that ``hookkit undo`` would take back next."""

from __future__ import annotations

from hookkit.git.refs import head_ref
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import Entry, StoredEntry
from hookkit.operation_log.stopped_sync_entry import (
    ABORT_SYNC,
    is_stopped_sync,
    is_sync_rebase_under_way,
)
from hookkit.operation_log.stored_entries import read_entries
from hookkit.undo.compare_refs import all_ref_changes, compare_refs


class NextUndo(NamedTuple):
    """The entry that would be taken back, None if it cannot be read.

    ``reason_not_undoable`` says why it cannot be read, or which other command takes it back; it is
    "" if ``hookkit undo`` does.
    """

    number: int
    stored_entry: StoredEntry | None
    reason_not_undoable: str = ""


def find_next_undo(git: Git, push_id: str) -> NextUndo | None:
    """Give the entry that would be taken back now, None if ``hookkit undo`` would change nothing.

    Only the newest entry counts that is neither undone nor a sync that plain git has aborted. The
    result is None if its refs or files were deleted, pushed or changed again. ``push_id`` is the
    commit of the remote-tracking branch that a push updates, "" for none.
    """
    for each in read_entries(git):
        if not isinstance(each, StoredEntry):
            return NextUndo(each.number, None, f"operation {each.number} {each.reason}")
        if is_stopped_sync(each.entry):
            if is_sync_rebase_under_way(git, each):
                return NextUndo(each.number, each, f"{ABORT_SYNC} takes it back")
            if _is_aborted(git, each.entry):
                continue
            return NextUndo(each.number, each)  # git has finished the rebase
        if each.state != "undone":
            is_undoable = _is_unchanged(git, each) and not _is_pushed(each.entry, push_id)
            return NextUndo(each.number, each) if is_undoable else None
    return None


def _is_aborted(git: Git, entry: Entry) -> bool:
    """Whether a stopped sync was aborted by plain git: its branch is at the old commit."""
    topic = entry.refs[0]
    topic_object = git.read_objects([topic.ref]).get(topic.ref)
    return topic_object is not None and topic_object.id == topic.old


def _is_pushed(entry: Entry, push_id: str) -> bool:
    is_merged = entry.kind == "merge" and entry.head is not None and entry.head.new == push_id
    return bool(entry.remote) or is_merged


def _is_unchanged(git: Git, stored_entry: StoredEntry) -> bool:
    """Whether the refs and files of an entry are as it left them, and HEAD is on its branch."""
    entry = stored_entry.entry
    changes = all_ref_changes(entry)
    if not changes:
        return entry.refusals is not None or _has_files_to_restore(git, entry)
    refs = {ref: each.id for ref, each in git.read_objects(each.ref for each in changes).items()}
    comparison = compare_refs(git, stored_entry, entry, refs)
    if comparison.are_all_at_old_ids or comparison.refs_moved_since or entry.branch is None:
        return not (comparison.are_all_at_old_ids or comparison.refs_moved_since)
    # A move can also be taken back on the branch that it began on.
    branches = entry.branch if entry.refs else (entry.branch.new,)
    return (head_ref(git) or "") in branches


def _has_files_to_restore(git: Git, entry: Entry) -> bool:
    if git.paths.top is None:
        return False
    from hookkit.undo.plan_file_undo import would_write_files

    return would_write_files(git, entry)
