"""Undo a placement, a rewrite, a drop or refusals: restore refs and files; later edits stay."""

from __future__ import annotations

import shlex

from hookkit.branches.move_to_rewritten_commits import REWRITE_KINDS
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.refused_hunks import take_back_refusals
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.index_update import IndexDraft, locked_index, refresh_index
from hookkit.git.refs import HEADS, delete_refs, head_ref, update_ref
from hookkit.git.rewrite_worktree_files import rewrite_and_move_head, write_each
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import write_blob
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, StoredEntry, ValueChange
from hookkit.operation_log.stored_entries import keep_replaced_contents
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.phrases import short_id
from hookkit.undo.plan_file_undo import FileUndoPlan, plan_file_undo


def require_branch_of_entry(git: Git, entry: Entry) -> None:
    """Raise Refused if HEAD is not on the branch on which the operation of an entry was done."""
    branch = entry.branch.new if entry.branch else None
    if branch is not None and (head_ref(git) or "") != branch:
        raise other_branch_refusal(branch)


def other_branch_refusal(branch: str) -> Refused:
    """Give the refusal to take back what was done on ``branch`` (a full name, "": detached)."""
    name = branch.removeprefix(HEADS) or "a detached HEAD"
    sentence = f"what would be taken back was done on {name}, and HEAD is elsewhere"
    return Refused(sentence, shlex.join(["git", "switch", name]) if branch else "git reflog")


def require_unmoved_head(git: Git, entry: Entry) -> str:
    """Give the id of HEAD: the entry's new id, or its old one if the operation was interrupted.

    Raises Refused if HEAD has moved since.
    """
    assert entry.head is not None
    head_id = git.resolve("HEAD")
    if head_id is not None and head_id in entry.head:
        return head_id
    old, new = map(short_id, entry.head)
    if not git.is_ancestor(entry.head.new, "HEAD"):
        sentence = f"HEAD is not at {new} any more: there is nothing to take back here"
        raise Refused(sentence, f"git branch --all --contains {new}")
    repair = f"git revert {new}"
    if entry.kind in ("spread", "pay"):  # several commits
        repair = f"git revert {old}..{new}"
    elif entry.kind in ("amend", *REWRITE_KINDS):
        # Reverting an amended commit would undo the person's own work too, and so would reverting
        # squashed commits.
        repair = f"git rebase --onto {old} {new}"
    raise Refused(f"commits have been made since {new}, which would be taken back", repair)


def undo_placement_or_rewrite(
    git: Git, stored_entry: StoredEntry, entry: Entry, command: str
) -> FileUndoPlan:
    """Undo an operation that is no move, all of its refs and files, and give the executed plan.

    It is a placement, a rewrite of commits, a drop of a correction, or the refusal of hunks.

    ``entry`` is the entry of ``stored_entry``, or its reverse for a redo; ``command`` is "undo"
    or "redo". If Refused is raised, nothing was changed.
    """
    is_redo = entry is not stored_entry.entry
    if entry.correction is not None:
        _restore_correction(git, entry.commit, entry.correction)
    if entry.refusals is not None:
        take_back_refusals(git, entry.refusals.new, entry.refusals.old)
    if entry.head is None:
        return _restore_files(git, stored_entry, entry, is_redo)
    require_branch_of_entry(git, entry)
    head_id = require_unmoved_head(git, entry)
    with locked_index(git) as index_draft:
        plan = plan_file_undo(git, entry, is_redo)
        _keep_replaced_contents(git, stored_entry, plan)
        _restore_head_and_files(
            git, entry, plan, index_draft, ValueChange(head_id, entry.head.old), command
        )
    refresh_index(git)
    return plan


def _restore_correction(git: Git, commit: str, change: ValueChange) -> None:
    """Move the ref of a correction back to its old id."""
    if change.old == git.null_id:
        delete_refs(git, {CORRECTION_REFS + commit: change.new})
    else:
        update_ref(git, CORRECTION_REFS + commit, change.old, change.new, "undo")


def _restore_files(
    git: Git, stored_entry: StoredEntry, entry: Entry, is_redo: bool
) -> FileUndoPlan:
    plan = plan_file_undo(git, entry, is_redo)
    with signals_blocked():
        _keep_replaced_contents(git, stored_entry, plan)
        for path, reason in write_each(plan.file_rewrites).items():
            plan.dropped[path] = (Dropped(1, 1, reason),)
            del plan.file_rewrites[path]
    return plan


def _keep_replaced_contents(git: Git, stored_entry: StoredEntry, plan: FileUndoPlan) -> None:
    """Keep the present contents of the files, before they are replaced."""
    files = tuple(
        FileChange(path, ContentChange(each.snapshot.data, each.data))
        for path, each in plan.file_rewrites.items()
    )
    if files:
        keep_replaced_contents(git, stored_entry, Entry("undo", stored_entry.entry.commit, files))


def _restore_head_and_files(
    git: Git,
    entry: Entry,
    plan: FileUndoPlan,
    index_draft: IndexDraft,
    head: ValueChange,
    command: str,
) -> None:
    entries = [
        index_entry._replace(entry=TreeEntry(path, index_entry.entry.mode, write_blob(git, data)))
        for path, (index_entry, data) in plan.index_entries.items()
    ]
    if entries:
        index_draft.set_entries(entries)
    reason, updates = f"hookkit: {command} {entry.kind}", [("HEAD", head.new, head.old)]
    remaining = entry.remaining_correction
    # The ref may have expired or been moved by a run: then it stays as it is.
    if remaining is not None and (git.resolve(remaining.ref) or git.null_id) == remaining.new:
        updates.append((remaining.ref, remaining.old, remaining.new))
    with signals_blocked(), git.locked_refs(updates, reason) as move_head:
        rewrite_and_move_head(
            list(plan.file_rewrites.values()), index_draft if entries else None, move_head
        )
