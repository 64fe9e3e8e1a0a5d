"""Undo a move: worktree, index and branches go back to the earlier commits together."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.branches.backup import forget_backups
from hookkit.branches.checkout import CheckoutMove, undo_or_redo_move
from hookkit.branches.interrupted_checkout import compare_index, fully_written_entry, restore_files
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.differing_paths import Difference, differences
from hookkit.git.file_replacement import write_file
from hookkit.git.index import IndexEntry
from hookkit.git.plan_move_with_edits import EditedFile, EditHandler, merge_edits, plan_move
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.refs import HEADS, REMOTES, head_ref
from hookkit.git.rewrite_worktree_files import FileRewrite
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import write_blob
from hookkit.operation_log.entry import Entry, FileChange, RefChange, ValueChange
from hookkit.phrases import short_id
from hookkit.undo.undo_placement_or_rewrite import other_branch_refusal


def _current_id(git: Git, change: RefChange) -> str:
    return git.resolve(change.ref) or git.null_id


class _MoveUndoPlan(NamedTuple):
    """The plan to undo a move.

    ``head_branch`` is the branch that HEAD is on, "" if HEAD is detached. ``ref_changes`` take
    the branches back. ``was_moved`` is whether the branch of HEAD has its new commit.
    """

    head_branch: str
    ref_changes: tuple[RefChange, ...]
    was_moved: bool


def undo_move(git: Git, entry: Entry, command: str) -> tuple[RefChange, ...]:
    """Move worktree, index and branches back, and keep the edits that were made since.

    Gives the ref changes that were taken back; a branch deleted since is created again.
    ``command`` is "undo" or "redo". Raises Refused if a branch has new commits, a merge is pushed,
    another worktree is on one of the branches, or uncommitted edits are in the way; nothing has
    moved then.
    """
    assert entry.head is not None and entry.branch is not None
    head_branch, ref_changes, was_moved = _plan_move_undo(git, entry, command)
    if was_moved and head_branch == entry.branch.new:
        _move_all_back(git, entry, entry.head.new, head_branch, ref_changes, command)
    else:
        _undo_from_old_branch(git, entry, ref_changes, was_moved, command)
    if command == "undo":
        for each in entry.refs:
            if each.old != git.null_id:
                forget_backups(git, each.old)
    return tuple(RefChange(each.ref, each.new, each.old) for each in ref_changes)


def preview_move_undo(git: Git, entry: Entry) -> tuple[tuple[RefChange, ...], tuple[bytes, ...]]:
    """Give the ref changes that ``undo_move`` would make, and the files. Raises as it does.

    For a move that was stopped halfway, the files are unknown and none are given.
    """
    assert entry.head is not None and entry.branch is not None
    head_branch, ref_changes, was_moved = _plan_move_undo(git, entry, "undo")
    if not was_moved or head_branch != entry.branch.new:
        return ref_changes, ()
    files = {each.path: each for each in entry.files}
    old, new = entry.head
    plan = plan_move(git, new, old, restoring_handler(files), files.keys())
    return ref_changes, tuple(each.path for each in plan.differences)


def _plan_move_undo(git: Git, entry: Entry, command: str) -> _MoveUndoPlan:
    """Plan the ref changes back. Raises Refused if not all of them can be made."""
    assert entry.branch is not None
    _refuse_new_commits(git, entry)
    if command == "undo":
        _refuse_pushed(git, entry)
    head_branch, branch = head_ref(git) or "", entry.branch.new
    change = next((each for each in entry.refs if each.ref == branch), entry.refs[0])
    ref_changes = _reverse_ref_changes(git, entry)
    _refuse_branches_in_use(git, entry, ref_changes)
    was_moved = _current_id(git, change) == change.new
    if was_moved and head_branch == branch:
        _refuse_other_commits(git, entry)
    elif head_branch != entry.branch.old or not _is_at_old_commit(git, entry, ref_changes):
        raise other_branch_refusal(branch if was_moved else entry.branch.old)
    return _MoveUndoPlan(head_branch, ref_changes, was_moved)


def _reverse_ref_changes(git: Git, entry: Entry) -> tuple[RefChange, ...]:
    """Give the changes of the branches, also deleted ones, that are not at their old commit."""
    assert entry.head is not None and entry.branch is not None
    ref_changes = list(entry.refs)
    old_branch = entry.branch.old
    if old_branch and old_branch not in {each.ref for each in ref_changes}:
        ref_changes.append(RefChange(old_branch, entry.head.old, entry.head.old))
    found = [(each, _current_id(git, each)) for each in ref_changes]
    return tuple(
        RefChange(each.ref, current_id, each.old)
        for each, current_id in found
        if current_id != each.old and current_id in (each.new, git.null_id)
    )


def _is_at_old_commit(git: Git, entry: Entry, ref_changes: Sequence[RefChange]) -> bool:
    """Whether HEAD is at the old commit of the move, or its branch will be moved back to it."""
    assert entry.head is not None and entry.branch is not None
    return (
        entry.branch.old in _restored_refs(git, ref_changes)
        or git.resolve("HEAD") == entry.head.old
    )


def _restored_refs(git: Git, ref_changes: Sequence[RefChange]) -> set[str]:
    return {each.ref for each in ref_changes if each.old != git.null_id}


def _undo_from_old_branch(
    git: Git, entry: Entry, ref_changes: tuple[RefChange, ...], was_moved: bool, command: str
) -> None:
    """Take back a move that stopped before HEAD moved, or whose branch HEAD has left since."""
    assert entry.head is not None and entry.branch is not None
    head_branch, (old, new) = entry.branch.old, entry.head
    progress = compare_index(git, old, new, entry.files)
    if not was_moved:
        if not progress.is_nearer_new_commit:
            restore_files(git, old, differences(git, old, new))
            restore_edits(git, entry.files)
        _move_all_back(
            git,
            entry,
            new if progress.is_nearer_new_commit else old,
            head_branch,
            ref_changes,
            command,
        )
    elif progress.is_at_new_commit or head_branch in _restored_refs(git, ref_changes):
        _move_all_back(git, entry, new, head_branch, ref_changes, command)
    else:
        _move_refs(git, entry, ref_changes, command)


def _move_all_back(
    git: Git,
    entry: Entry,
    from_commit: str,
    head_branch: str,
    ref_changes: tuple[RefChange, ...],
    command: str,
) -> None:
    """Move the index and the worktree (both are at ``from_commit``) back, and the branches."""
    assert entry.head is not None and entry.branch is not None
    branch = ValueChange(head_branch, entry.branch.old)
    files = {each.path: each for each in entry.files}
    move = CheckoutMove(f"{command} {entry.kind}", from_commit, entry.head.old, ref_changes, branch)
    undo_or_redo_move(git, move, restoring_handler(files), files.keys())


def _move_refs(git: Git, entry: Entry, ref_changes: Sequence[RefChange], command: str) -> None:
    refs = [(each.ref, each.new, each.old) for each in ref_changes]
    with signals_blocked(), git.locked_refs(refs, f"hookkit: {command} {entry.kind}") as move_refs:
        move_refs()


def _refuse_other_commits(git: Git, entry: Entry) -> None:
    """Raise Refused if the branch to which HEAD would return has moved since."""
    assert entry.head is not None and entry.branch is not None
    old = entry.branch.old
    expected = next((each.new for each in entry.refs if each.ref == old), entry.head.old)
    if old and git.resolve(old) not in (None, expected, entry.head.old):
        name = old.removeprefix(HEADS)
        sentence = f"{name}, where this began, has moved since: take it back from there"
        raise Refused(sentence, f"{shlex.join(['git', 'switch', name])} && hookkit undo")


def _refuse_branches_in_use(git: Git, entry: Entry, ref_changes: Sequence[RefChange]) -> None:
    """Raise Refused if another worktree is on a branch that would move or that HEAD would be on."""
    assert entry.branch is not None
    worktrees = branches_checked_out_elsewhere(git)
    for ref in (*(each.ref for each in ref_changes), entry.branch.old):
        if ref in worktrees:
            sentence = (
                f"{ref.removeprefix(HEADS)} is in use in {worktrees[ref]} too: leave it there first"
            )
            raise Refused(sentence, shlex.join(["git", "-C", worktrees[ref], "status"]))


def _refuse_new_commits(git: Git, entry: Entry) -> None:
    """Raise Refused if a branch that would move back has new commits."""
    for change in entry.refs:
        current_id = _current_id(git, change)
        if current_id in (change.old, change.new, git.null_id) or not git.is_ancestor(
            change.new, current_id
        ):
            continue
        if change.old == change.new:  # the branch did not move, and does not move back
            continue
        name = change.ref.removeprefix(HEADS)
        sentence = f"commits have been made on {name} since, which would be taken back"
        repairs = {
            "start": f"git log {short_id(change.new)}..{shlex.quote(name)}",
            "merge": f"git revert -m 1 {short_id(change.new)}",
        }
        rebase = (
            f"git rebase --onto {short_id(change.old)} {short_id(change.new)} {shlex.quote(name)}"
        )
        raise Refused(sentence, repairs.get(entry.kind, rebase))


def _refuse_pushed(git: Git, entry: Entry) -> None:
    if entry.kind != "merge" or entry.head is None:
        return
    merge = entry.head.new
    remotes = git.line("for-each-ref", "--count=1", "--contains", merge, REMOTES)
    if remotes:
        sentence = (
            f"the merge {short_id(merge)} is pushed already: hookkit takes nothing back there"
        )
        raise Refused(sentence, f"git revert -m 1 {short_id(merge)}")


def restoring_handler(files: Mapping[bytes, FileChange]) -> EditHandler:
    """Give a handler that restores recorded edits, unless there are later ones."""

    def handle_edit(
        git: Git, top: Path, difference: Difference, index_entry: IndexEntry | None
    ) -> EditedFile | None:
        path, old, new = difference
        change = files.get(path)
        if change is not None and new is not None and index_entry is not None:
            restored = _restored_file(git, top, new, index_entry, change)
            if restored is not None:
                return restored
        if index_entry is None or index_entry.entry in (old, new):
            written_entry = fully_written_entry(git, top, difference)
            if written_entry is not None:  # an earlier undo was stopped halfway
                incoming_entry = IndexEntry(
                    written_entry, is_skip_worktree=False, is_assume_unchanged=False
                )
                return EditedFile(incoming_entry, incoming_entry)
        return merge_edits(git, top, difference, index_entry)

    return handle_edit


def _restored_file(
    git: Git, top: Path, new: TreeEntry, index_entry: IndexEntry, change: FileChange
) -> EditedFile | None:
    """Give the index entry and the file as recorded; None if either has been edited since."""
    if change.index is None or change.worktree is None:
        return None
    try:
        snapshot = read_file(top, change.path)
    except FileUnavailable:
        return None
    is_unedited = snapshot.data == change.worktree.new
    if index_entry.entry.blob != compute_blob_id(git, change.index.new) or not is_unedited:
        return None
    incoming_entry = index_entry._replace(entry=new)
    blob = write_blob(git, change.index.old)
    merged_entry = index_entry._replace(entry=TreeEntry(change.path, change.mode, blob))
    return EditedFile(incoming_entry, merged_entry, FileRewrite(snapshot, change.worktree.old))


def restore_edits(git: Git, files: Iterable[FileChange]) -> None:
    """Restore the old bytes of the recorded files that still have their new bytes."""
    assert git.top is not None
    for each in files:
        if each.worktree is None:
            continue
        with suppress(FileUnavailable):
            snapshot = read_file(git.top, each.path)
            if snapshot.data == each.worktree.new:
                write_file(snapshot, each.worktree.old)
