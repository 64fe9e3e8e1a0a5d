"""A correction placed in the files of the worktree, and the reasons why placements drop lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.corrections.run_outcome import FixedFile
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.index import is_like_index, staged_contents
from hookkit.git.runner import Git
from hookkit.git.worktree_read import FileUnavailable, Rewrite, Snapshot, read_file
from hookkit.git.worktree_write import write_each
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.entry import ContentChange, Entry, FileChange
from hookkit.operation_log.stored_entries import delete_entry, finish_entry, write_entry
from hookkit.pep8.fix_outcome import Dropped
from hookkit.phrases import path_text

WORKTREE_EDITS = "you have other edits there"
STAGED_EDITS = "you have staged other edits there"
BRANCH_EDITS = "a later commit changed it"


class PlacementResult(NamedTuple):
    """The result of a placement.

    ``commit`` is the id of the new commit, None if the placement made none; ``dropped`` are the
    dropped lines by path. ``is_empty`` says that nothing was placed.
    """

    commit: str | None
    dropped: dict[bytes, tuple[Dropped, ...]]
    is_empty: bool


def drop_all_lines(file: FixedFile, reason: str) -> tuple[Dropped, ...]:
    """Give all lines of a file as dropped."""
    count = len(file.base.splitlines())
    return (Dropped(1, max(count, 1), reason),)


def drop_incomplete_files(
    files: Sequence[FixedFile], dropped: Mapping[bytes, tuple[Dropped, ...]]
) -> dict[bytes, tuple[Dropped, ...]]:
    """Give the files with ``is_all_or_nothing`` as dropped, if any line of any file is dropped."""
    reasons = [each.reason for lines in dropped.values() for each in lines]
    if not reasons:
        return {}
    first_line = (Dropped(1, 1, reasons[0]),)
    return {each.path: dropped[each.path] or first_line for each in files if each.is_all_or_nothing}


def reason_not_placed(dropped: Mapping[bytes, Sequence[Dropped]]) -> str:
    """Say why nothing of a correction was placed: an error of the file system, else edits."""
    for path, lines in dropped.items():
        for each in lines:
            if each.reason not in (WORKTREE_EDITS, STAGED_EDITS, BRANCH_EDITS):
                return f"{path_text(path)}: {each.reason}"
    return "nothing of it has a place beside your other edits"


def place_in_worktree(
    git: Git, commit: str, files: Sequence[FixedFile], kind: str
) -> PlacementResult:
    """Put the correction into the files of the worktree; other edits there are kept."""
    dropped: dict[bytes, tuple[Dropped, ...]] = {}
    rewrites: dict[bytes, Rewrite] = {}
    for file in files:
        rewrite, dropped[file.path] = _fit_in_worktree(git, file)
        if rewrite is not None and rewrite.data != rewrite.snapshot.data:
            rewrites[file.path] = rewrite
    incomplete = drop_incomplete_files(files, dropped)
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
                if is_like_index(each.data, staged.get(path))
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
        dropped[path] = drop_all_lines(by_path[path], reason)
    return PlacementResult(None, dropped, is_empty=len(failed) == len(rewrites))


def _fit_in_worktree(git: Git, file: FixedFile) -> tuple[Rewrite | None, tuple[Dropped, ...]]:
    try:
        snapshot = read_worktree_file(git, file.path)
    except FileUnavailable as error:
        return None, drop_all_lines(file, f"the file {error}")
    if snapshot.data == file.base:
        return Rewrite(snapshot, file.fixed), ()
    from hookkit.corrections.fit_to_versions import Version, fit

    fitted = fit(file.base, file.fixed, [Version(snapshot.data, WORKTREE_EDITS)])
    return Rewrite(snapshot, fitted.results[0]), fitted.dropped


def read_worktree_file(git: Git, path: bytes) -> Snapshot:
    """Read a file of the worktree; the repository must have one. Raises FileUnavailable."""
    assert git.paths.top is not None
    return read_file(git.paths.top, path)
