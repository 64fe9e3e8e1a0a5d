"""Place a correction on the branch: HEAD, index and worktree move together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from hookkit.corrections.apply_to_versions import AppliedHunks, EditedVersion, apply_to_versions
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import (
    BRANCH_EDITS_REASON,
    STAGED_EDITS_REASON,
    WORKTREE_EDITS_REASON,
    PlacementResult,
    all_lines_as_dropped,
    all_or_nothing_files_as_dropped,
)
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.index import IndexEntry, read_index
from hookkit.git.index_update import locked_index, refresh_index
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, read_file_of_worktree
from hookkit.git.refs import head_ref
from hookkit.git.rewrite_worktree_files import FileRewrite, rewrite_and_move_head
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, TreeEntry, tree_entries
from hookkit.git.write_blob_tree_commit import write_blob, write_tree
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import ContentChange, Entry, FileChange, RefChange, ValueChange
from hookkit.operation_log.stored_entries import logged_operation
from hookkit.pep8.fix_task_and_outcome import Dropped


class PlannedFile(NamedTuple):
    """One file to be placed: its old and new contents in HEAD, the index and the worktree.

    ``rewrite`` is None if a sparse checkout leaves the file out of the worktree.
    """

    head_entry: TreeEntry
    new_head_content: bytes
    index_entry: IndexEntry
    index_change: ContentChange
    rewrite: FileRewrite | None


def place_on_branch(
    git: Git,
    head: str,
    corrected: str,
    files: Sequence[FixedFile],
    kind: str,
    make_commit: Callable[[str], str],
    remaining_ref_change: Callable[[str], RefChange | None] = lambda commit: None,
) -> PlacementResult:
    """Put the correction on the branch: HEAD, index and worktree move together.

    Only hunks that fit the versions in ``head``, the index and the worktree are placed, so that the
    three never disagree. ``corrected`` is the id of the corrected commit, ``kind`` names the
    operation in the operation log. ``make_commit`` takes the id of the tree and returns the id of
    the new commit. ``remaining_ref_change`` takes the id of the new commit and returns the change
    that keeps the rest of the correction, None if nothing remains; that ref and HEAD move together.
    Raises IndexLocked, or GitFailed if HEAD is no longer ``head``; then nothing has moved.
    """
    with locked_index(git) as draft:
        planned, dropped = _plan_files(git, head, files)
        if not planned:
            return PlacementResult(None, dropped, is_empty=True)
        new = make_commit(_corrected_tree(git, head, planned))
        changes = tuple(_file_change(each) for each in planned)
        rewrites = [each.rewrite for each in planned if each.rewrite]
        draft.set_entries([_new_index_entry(git, each) for each in planned])
        entry = Entry(
            kind,
            corrected,
            changes,
            ValueChange(head, new),
            remaining_correction=remaining_ref_change(new),
        )
        with moving_head(git, entry) as move_head:
            rewrite_and_move_head(rewrites, draft, move_head)
    refresh_index(git)
    return PlacementResult(new, dropped, is_empty=False)


@contextmanager
def moving_head(git: Git, entry: Entry) -> Iterator[Callable[[], None]]:
    """Log an entry with the branch of HEAD, and yield a function that moves HEAD to its new id.

    The ref of ``entry.remaining_correction`` moves together with HEAD. Raises GitFailed if HEAD or
    this ref is no longer at the old id of the entry.
    """
    branch, head, remaining = head_ref(git) or "", entry.head, entry.remaining_correction
    assert head is not None
    moves = [
        ("HEAD", head.new, head.old),
        *([(remaining.ref, remaining.new, remaining.old)] if remaining else []),
    ]
    locked_refs = git.locked_refs(moves, f"hookkit: {entry.kind}")
    logged = logged_operation(git, entry._replace(branch=ValueChange(branch, branch)))
    with signals_blocked(), logged, locked_refs as move_head:
        yield move_head


def tree_after_placement(
    git: Git, head: str, files: Sequence[FixedFile]
) -> tuple[str | None, dict[bytes, tuple[Dropped, ...]]]:
    """Give the tree that ``place_on_branch`` would pass to ``make_commit``, and the dropped lines.

    The tree is None if nothing of the correction can be placed.
    """
    planned, dropped = _plan_files(git, head, files)
    return _corrected_tree(git, head, planned) if planned else None, dropped


def _corrected_tree(git: Git, head: str, planned: Sequence[PlannedFile]) -> str:
    entries = [
        each.head_entry._replace(blob=write_blob(git, each.new_head_content)) for each in planned
    ]
    return write_tree(git, head, entries)


def _plan_files(
    git: Git, head: str, files: Sequence[FixedFile]
) -> tuple[list[PlannedFile], dict[bytes, tuple[Dropped, ...]]]:
    paths = [file.path for file in files]
    head_entries, staged = tree_entries(git, head, paths), read_index(git, paths)
    entries = [*head_entries.values(), *(each.entry for each in staged.values())]
    contents = git.object_contents(each.blob for each in entries if each.mode in REGULAR_MODES)
    planned: list[PlannedFile] = []
    dropped: dict[bytes, tuple[Dropped, ...]] = {}
    for file in files:
        try:
            plan, applied = _plan_file(git, file, head_entries, staged, contents)
        except _Unplaceable as error:
            dropped[file.path] = all_lines_as_dropped(file, str(error))
            continue
        dropped[file.path] = applied.dropped
        if plan.new_head_content != contents[plan.head_entry.blob]:
            planned.append(plan)
    incomplete = all_or_nothing_files_as_dropped(files, dropped)
    planned = [each for each in planned if each.head_entry.path not in incomplete]
    return planned, dropped | incomplete


class _Unplaceable(Exception):
    """A file of the correction cannot be placed; the message says why."""


def _plan_file(
    git: Git,
    file: FixedFile,
    head_entries: Mapping[bytes, TreeEntry],
    index_entries: Mapping[bytes, IndexEntry],
    contents: Mapping[str, bytes],
) -> tuple[PlannedFile, AppliedHunks]:
    head, staged = head_entries.get(file.path), index_entries.get(file.path)
    # A link, a submodule or a file that this partial clone lacks has no content.
    if head is None or head.blob not in contents:
        raise _Unplaceable(BRANCH_EDITS_REASON)
    if staged is None or staged.entry.blob not in contents:
        raise _Unplaceable(STAGED_EDITS_REASON)
    snapshot = _snapshot_unless_sparse(git, file.path, staged)
    old_index = contents[staged.entry.blob]
    versions = [
        EditedVersion(contents[head.blob], BRANCH_EDITS_REASON),
        EditedVersion(old_index, STAGED_EDITS_REASON),
    ]
    if snapshot is not None:
        versions.append(EditedVersion(snapshot.data, WORKTREE_EDITS_REASON))
    applied = apply_to_versions(file.original, file.fixed, versions)
    new_head_content, new_index, *new_file = applied.contents
    rewrite = FileRewrite(snapshot, new_file[0]) if snapshot is not None else None
    return (
        PlannedFile(head, new_head_content, staged, ContentChange(old_index, new_index), rewrite),
        applied,
    )


def _snapshot_unless_sparse(git: Git, path: bytes, staged: IndexEntry) -> WorktreeFile | None:
    """Read the file; None if a sparse checkout leaves it out."""
    try:
        return read_file_of_worktree(git, path)
    except FileUnavailable as error:
        if staged.is_skip_worktree:
            return None
        raise _Unplaceable(f"the file {error}") from error


def _new_index_entry(git: Git, planned: PlannedFile) -> IndexEntry:
    old = planned.index_entry
    blob = write_blob(git, planned.index_change.new)
    return old._replace(entry=old.entry._replace(blob=blob))


def _file_change(planned: PlannedFile) -> FileChange:
    rewrite = planned.rewrite
    worktree = ContentChange(rewrite.snapshot.data, rewrite.data) if rewrite else None
    return FileChange(
        planned.head_entry.path, worktree, planned.index_change, planned.index_entry.entry.mode
    )
