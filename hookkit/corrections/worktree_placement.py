"""Place a correction in the files of the worktree, and keep the other edits there."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import (
    WORKTREE_EDITS_REASON,
    PlacementResult,
    all_lines_as_dropped,
    all_or_nothing_files_as_dropped,
)
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.index import staged_contents
from hookkit.git.read_worktree_file import FileUnavailable, read_file_of_worktree
from hookkit.git.rewrite_worktree_files import FileRewrite, write_each
from hookkit.git.runner import Git
from hookkit.operation_log.entry import ContentChange, Entry, FileChange
from hookkit.operation_log.stored_entries import delete_entry, finish_entry, write_entry
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.pep8.line_ends import is_same_except_line_ends


def place_in_worktree(
    git: Git, commit: str, files: Sequence[FixedFile], kind: str
) -> PlacementResult:
    """Put the correction into the files of the worktree; other edits there are kept.

    ``commit`` is the id of the corrected commit, "" if there is none. ``kind`` is the kind of the
    entry that the operation log gets.
    """
    dropped: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: dict[bytes, FileRewrite] = {}
    for file in files:
        rewrite, dropped[file.path] = _fit_in_worktree(git, file)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            rewrites[file.path] = rewrite
    incomplete = all_or_nothing_files_as_dropped(files, dropped)
    dropped |= incomplete
    rewrites = {path: each for path, each in rewrites.items() if path not in incomplete}
    if not rewrites:
        return PlacementResult(None, dropped, is_empty=True)
    by_path = {file.path: file for file in files}
    # Without a commit the corrected content may be staged already.
    staged = {} if commit else staged_contents(git, list(rewrites))
    changes = tuple(
        FileChange(
            path,
            ContentChange(each.snapshot.data, each.data),
            (
                ContentChange(each.data, each.data)
                if is_same_except_line_ends(each.data, staged.get(path))
                else None
            ),
            by_path[path].mode,
        )
        for path, each in rewrites.items()
    )
    with signals_blocked():
        stored = write_entry(git, Entry(kind, commit, changes))
        failed = write_each(rewrites)
        if len(failed) == len(rewrites):
            delete_entry(git, stored)
        else:
            finish_entry(git, stored)
    for path, reason in failed.items():
        dropped[path] = all_lines_as_dropped(by_path[path], reason)
    return PlacementResult(None, dropped, is_empty=len(failed) == len(rewrites))


def _fit_in_worktree(git: Git, file: FixedFile) -> tuple[FileRewrite | None, tuple[Dropped, ...]]:
    try:
        snapshot = read_file_of_worktree(git, file.path)
    except FileUnavailable as error:
        return None, all_lines_as_dropped(file, f"the file {error}")
    if snapshot.data == file.original:
        return FileRewrite(snapshot, file.fixed), ()
    from hookkit.corrections.apply_to_versions import EditedVersion, apply_to_versions

    applied = apply_to_versions(
        file.original, file.fixed, [EditedVersion(snapshot.data, WORKTREE_EDITS_REASON)]
    )
    return FileRewrite(snapshot, applied.contents[0]), applied.dropped
