"""Find worktree files with hunks that a review did not take and that are to be removed."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.apply_to_versions import apply_where_it_fits
from hookkit.corrections.correction import Correction, shrunk_baseline_files
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.trees import file_contents
from hookkit.pep8.hunks import Hunk, apply_hunks, diff, relocate_hunks
from hookkit.pep8.line_ends import split_lines


def files_with_untaken_hunks(
    git: Git, untaken_hunk_removals: Sequence[FixedFile]
) -> tuple[FixedFile, ...]:
    """Give those of the removals that remove hunks which the worktree has and HEAD lacks.

    Each removal leads from the content with the whole correction to that with the taken hunks.
    """
    if git.top is None:
        return ()
    committed = file_contents(git, "HEAD", [file.path for file in untaken_hunk_removals])
    found = (
        _without_committed_hunks(file, committed.get(file.path)) for file in untaken_hunk_removals
    )
    return tuple(file for file in found if file is not None and has_removable_hunks(git, file))


def baselines_to_restore(git: Git, correction: Correction) -> tuple[FixedFile, ...]:
    """Give the baseline of debt, if the worktree has it without the fixed findings."""
    found = (
        each._replace(original=each.fixed, fixed=each.original, is_all_or_nothing=False)
        for each in shrunk_baseline_files(git, correction)
    )
    return files_with_untaken_hunks(git, [*found])


def _without_committed_hunks(file: FixedFile, committed: bytes | None) -> FixedFile | None:
    """Give the file without the hunks that HEAD has, which must not be removed."""
    if committed is None:
        return file
    lines = split_lines(file.original)
    hunks = diff(lines, split_lines(file.fixed))
    relocated_hunks = relocate_hunks(hunks, lines, split_lines(committed))
    not_in_head = [
        hunk
        for hunk, relocated in zip(hunks, relocated_hunks, strict=True)
        if not isinstance(relocated, Hunk)
    ]
    return (
        file
        if len(not_in_head) == len(hunks)
        else file._replace(fixed=b"".join(apply_hunks(lines, not_in_head)))
    )


def has_removable_hunks(git: Git, file: FixedFile) -> bool:
    """Whether the file in the worktree has hunks that ``file`` removes."""
    assert git.top is not None
    try:
        data = read_file(git.top, file.path).data
    except FileUnavailable:
        return False
    return apply_where_it_fits(file.original, file.fixed, data) != data
