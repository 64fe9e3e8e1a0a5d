"""A checkout that keeps uncommitted edits: worktree, index and branches move, all or none.

Only submodules stay where they are, as with git.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.branches.checkout_leftovers import delete_remaining_files
from hookkit.branches.interrupted_checkout import has_checkout_changed_files, restore_files
from hookkit.errors import EnvironmentFailed, GitFailed, HookkitError, Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.differing_paths import differences
from hookkit.git.index_update import IndexDraft, locked_index, refresh_index
from hookkit.git.plan_move_with_edits import (
    EditedFile,
    EditHandler,
    MovePlan,
    merge_edits,
    plan_move,
)
from hookkit.git.process import LAZY_FETCH_ENVIRONMENT
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.rewrite_worktree_files import NotRewritten, write_all
from hookkit.git.runner import Git
from hookkit.git.trees import REMOVED_MODE
from hookkit.git.write_blob_tree_commit import write_tree
from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import delete_entry, finish_entry, write_entry
from hookkit.phrases import short_id

_SUBMODULE_MODE = "160000"


class CheckoutMove(NamedTuple):
    """A move of the worktree with its branches.

    ``operation`` names it in the reflog, and is the kind of its entry in the operation log. Index
    and worktree move from the commit ``old_commit`` to the commit ``new_commit``. All of
    ``ref_changes`` are made in one transaction. ``head_branch`` has the full names of HEAD's branch
    before and after; "" is a detached HEAD.
    """

    operation: str
    old_commit: str
    new_commit: str
    ref_changes: tuple[RefChange, ...]
    head_branch: ValueChange


def require_move_possible(git: Git, old_commit: str, new_commit: str) -> None:
    """Raise Refused if uncommitted or untracked work prevents the move between two commits."""
    refresh_index(git)
    plan_move(git, old_commit, new_commit, merge_edits)


def check_out_with_edits(git: Git, move: CheckoutMove) -> tuple[str, ...]:
    """Do a move, keep the uncommitted edits, and give the refs of the backups.

    A backup is kept of each branch that leaves its commit, and the entry for ``hookkit undo`` is
    written before the first file moves. Raises Refused, IndexLocked or GitFailed if nothing has
    moved, and EnvironmentFailed if an error stopped the move halfway.
    """
    with _locked_plan(git, move, merge_edits) as (index_draft, plan):
        if git.resolve("HEAD") != move.old_commit:
            raise Refused(f"HEAD is not at {short_id(move.old_commit)} any more", "git status")
        with signals_blocked(), _recorded_move(git, index_draft, move, plan) as backups:
            _move_files_and_refs(git, index_draft, move, plan)
    refresh_index(git)
    return backups


def undo_or_redo_move(
    git: Git, move: CheckoutMove, handle_edit: EditHandler, extra_paths: Collection[bytes]
) -> None:
    """Undo or redo a recorded move as ``check_out_with_edits`` moves, but write no new entry.

    ``move`` is the move to do now. ``handle_edit`` and ``extra_paths`` are as in ``plan_move``.
    """
    with _locked_plan(git, move, handle_edit, extra_paths) as (index_draft, plan):
        _move_files_and_refs(git, index_draft, move, plan)
    refresh_index(git)


@contextmanager
def _locked_plan(
    git: Git, move: CheckoutMove, handle_edit: EditHandler, extra_paths: Collection[bytes] = ()
) -> Iterator[tuple[IndexDraft, MovePlan]]:
    """Lock the index and plan the move. Raises Refused if HEAD has left its branch meanwhile."""
    refresh_index(git)  # a file that was only touched is no edit
    with locked_index(git) as index_draft:
        if (head_ref(git) or "") != move.head_branch.old:
            name = move.head_branch.old.removeprefix(HEADS) or "the detached HEAD"
            raise Refused(f"{name} has just been left: nothing was changed", "git status")
        yield index_draft, plan_move(
            git, move.old_commit, move.new_commit, handle_edit, extra_paths
        )


def _move_files_and_refs(
    git: Git, index_draft: IndexDraft, move: CheckoutMove, plan: MovePlan
) -> None:
    reason = f"hookkit: {move.operation}"
    moves = [(each.ref, each.new, each.old) for each in move.ref_changes]
    # Signals are blocked when the git process that locks the refs starts, so that Ctrl-C does not
    # kill that process.
    with signals_blocked(), git.locked_refs(moves, reason) as move_refs:
        _move_index_and_files(git, index_draft, move, plan)
        try:
            index_draft.replace()
            move_refs()
        except (OSError, GitFailed) as error:
            sentence = f"the branches stayed where they were: {error}"
            raise EnvironmentFailed(sentence, "hookkit undo") from error
        try:
            _attach_head(git, move, reason)
        except GitFailed as error:
            raise EnvironmentFailed(f"HEAD stayed where it was: {error}", "hookkit undo") from error


def _attach_head(git: Git, move: CheckoutMove, reason: str) -> None:
    old_branch, new_branch = move.head_branch
    if not new_branch:
        git.run("update-ref", "--no-deref", "-m", reason, "HEAD", move.new_commit)
    elif new_branch != old_branch:
        git.run("symbolic-ref", "-m", reason, "HEAD", new_branch)


def _move_index_and_files(
    git: Git, index_draft: IndexDraft, move: CheckoutMove, plan: MovePlan
) -> None:
    """Move index and files. On an error restore them; raises EnvironmentFailed if that fails."""
    # Removals first: a folder may replace a file.
    edited_files = sorted(
        plan.edited_files, key=lambda each: each.incoming_entry.entry.mode != REMOVED_MODE
    )
    index_draft.set_entries([each.incoming_entry for each in edited_files])
    try:
        # git moves the other files: only in these do the two trees differ.
        start_tree = write_tree(
            git, move.old_commit, [each.incoming_entry.entry for each in edited_files]
        )
        index_draft.move(start_tree, move.new_commit, LAZY_FETCH_ENVIRONMENT)
        delete_remaining_files(git, plan.unedited_differences)
        index_draft.set_entries([each.merged_entry for each in edited_files])
        write_all(each.rewrite for each in edited_files if each.rewrite is not None)
    except (OSError, HookkitError) as error:
        try:
            restore_files(git, move.old_commit, plan.unedited_differences)
        except (OSError, HookkitError) as restore_error:
            cause = error.reason if isinstance(error, NotRewritten) else error
            consequence = f"and the old files could not be restored ({restore_error})"
            sentence = f"stopped halfway ({cause}), {consequence}"
            raise EnvironmentFailed(sentence, "hookkit undo") from error
        raise


@contextmanager
def _recorded_move(
    git: Git, index_draft: IndexDraft, move: CheckoutMove, plan: MovePlan
) -> Iterator[tuple[str, ...]]:
    """Keep backups and an entry for a move, and delete them again if nothing has moved."""
    old, new, refs = move.old_commit, move.new_commit, move.ref_changes
    backups: dict[str, str] = {}
    stored_entry: StoredEntry | None = None
    try:
        for each in refs:
            if git.null_id not in (each.old, each.new) and each.old != each.new:
                backups[keep_backup(git, each.ref.removeprefix(HEADS), each.old)] = each.old
        head = ValueChange(old, new)
        files = _file_records(git, plan.edited_files)
        entry = Entry(move.operation, new, files, head, refs=refs, branch=move.head_branch)
        stored_entry = write_entry(git, entry)
        yield tuple(backups)
        finish_entry(git, stored_entry)
    except BaseException as error:
        if stored_entry is None or _is_unmoved(git, index_draft, plan):
            for name, tip in backups.items():
                forget_backup(git, name, tip)
            if stored_entry is not None:
                delete_entry(git, stored_entry)
        elif not isinstance(error, EnvironmentFailed):
            raise EnvironmentFailed(f"stopped halfway: {error}", "hookkit undo") from error
        raise


def _file_records(git: Git, edited_files: Iterable[EditedFile]) -> tuple[FileChange, ...]:
    edited = [(each.current_entry, each.merged_entry.entry, each.rewrite) for each in edited_files]
    ids = [entry.blob for before, after, _ in edited if before for entry in (before, after)]
    contents = git.object_contents(ids) if ids else {}
    return tuple(
        FileChange(
            after.path,
            ContentChange(rewrite.snapshot.data, rewrite.data),
            ContentChange(contents[before.blob], contents[after.blob]),
            before.mode,
        )
        for before, after, rewrite in edited
        if before is not None and rewrite is not None
    )


def _is_unmoved(git: Git, index_draft: IndexDraft, plan: MovePlan) -> bool:
    """Whether index, refs and files are certainly as they were before a move."""
    if index_draft.is_replaced:  # the refs move after the index
        return False
    rewrites = [each.rewrite for each in plan.edited_files if each.rewrite is not None]
    try:
        return not has_checkout_changed_files(git, plan.unedited_differences, rewrites)
    except (OSError, HookkitError):
        return False


def submodules_to_update(git: Git, old_commit: str, new_commit: str) -> tuple[bytes, ...]:
    """Give the paths of submodules whose commits differ: a move does not check them out."""
    changed_files = differences(git, old_commit, new_commit)
    return tuple(
        each.path
        for each in changed_files
        if each.new_entry and each.new_entry.mode == _SUBMODULE_MODE
    )
