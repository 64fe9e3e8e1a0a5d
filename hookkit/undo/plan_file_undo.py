"""Plan which files an undo restores and which stay, and require the worktree that they are in.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.git.index import IndexEntry, read_index, staged_contents
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.rewrite_worktree_files import FileRewrite
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import Entry, FileChange
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.pep8.line_ends import is_same_except_line_ends

EDITED_LATER_REASON = "you have edited it since"
STAGED_OR_COMMITTED_REASON = "its correction is staged or committed"
STAGED_LATER_REASON = "you have staged other edits since"

DroppedLines = dict[bytes, tuple[Dropped, ...]]
"""By file, the lines that are not taken back, and why."""


class FileUndoPlan(NamedTuple):
    """The files to restore, the index entries with their contents, and what is not taken back."""

    file_rewrites: dict[bytes, FileRewrite]
    index_entries: dict[bytes, tuple[IndexEntry, bytes]]
    dropped: DroppedLines


def require_worktree_for(git: Git, entries: Iterable[Entry]) -> None:
    """Raise EnvironmentFailed if entries changed files or HEAD and there is no worktree.

    Entries of a bare repository change corrections only.
    """
    if any(each.files or each.moved_refs for each in entries):
        require_worktree(git)


def plan_file_undo(git: Git, entry: Entry, is_redo: bool) -> FileUndoPlan:
    """Plan which edits of a placement can be taken back in the files; nothing is written."""
    dropped: DroppedLines = {}
    file_rewrites: dict[bytes, FileRewrite] = {}
    # After a review, a file may equal the index although nothing was staged.
    may_be_staged = entry.head is None and entry.kind != "review" and not is_redo
    paths_without_index_content = [each.path for each in entry.files if each.index is None]
    staged = staged_contents(git, paths_without_index_content) if may_be_staged else {}
    for each in entry.files:
        rewrite, dropped[each.path] = _plan_rewrite(git, each)
        if rewrite is not None and _is_staged(rewrite, staged.get(each.path)):
            rewrite, dropped[each.path] = None, (Dropped(1, 1, STAGED_OR_COMMITTED_REASON),)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            file_rewrites[each.path] = rewrite
    restored_index = _restored_index_entries(git, entry, dropped) if entry.head is not None else {}
    return FileUndoPlan(file_rewrites, restored_index, dropped)


def would_write_files(git: Git, entry: Entry) -> bool:
    """Whether the undo of an entry would write any file of the worktree."""
    return bool(plan_file_undo(git, entry, is_redo=False).file_rewrites)


def _is_staged(rewrite: FileRewrite, staged: bytes | None) -> bool:
    """Whether the file equals the index, except for line ends: its correction was staged."""
    return rewrite.data != rewrite.snapshot.data and is_same_except_line_ends(
        rewrite.snapshot.data, staged
    )


def _plan_rewrite(git: Git, change: FileChange) -> tuple[FileRewrite | None, tuple[Dropped, ...]]:
    if change.worktree is None:
        return None, ()
    assert git.paths.top is not None
    try:
        snapshot = read_file(git.paths.top, change.path)
    except FileUnavailable as error:
        return None, (Dropped(1, 1, f"the file {error}"),)
    old, new = change.worktree
    if snapshot.data in (old, new):
        return FileRewrite(snapshot, old), ()
    from hookkit.corrections.apply_to_versions import (  # imports pycodestyle
        EditedVersion,
        apply_to_versions,
    )

    applied = apply_to_versions(new, old, [EditedVersion(snapshot.data, EDITED_LATER_REASON)])
    return FileRewrite(snapshot, applied.contents[0]), applied.dropped


def _restored_index_entries(
    git: Git, entry: Entry, dropped: DroppedLines
) -> dict[bytes, tuple[IndexEntry, bytes]]:
    """Give the index entries with their old content and the edits that were staged since."""
    from hookkit.corrections.apply_to_versions import EditedVersion, apply_to_versions

    staged = read_index(git, [each.path for each in entry.files if each.index])
    blobs = [each.entry.blob for each in staged.values() if each.entry.mode in REGULAR_MODES]
    contents = git.object_contents(blobs) if blobs else {}
    found: dict[bytes, tuple[IndexEntry, bytes]] = {}
    for each in entry.files:
        index_entry = staged.get(each.path)
        if each.index is None or index_entry is None or index_entry.entry.mode not in REGULAR_MODES:
            continue
        version = EditedVersion(contents[index_entry.entry.blob], STAGED_LATER_REASON)
        applied = apply_to_versions(each.index.new, each.index.old, [version])
        dropped[each.path] = dropped[each.path] or applied.dropped
        found[each.path] = index_entry, applied.contents[0]
    return found
