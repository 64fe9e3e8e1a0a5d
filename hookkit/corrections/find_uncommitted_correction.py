"""A correction that is in the files of the worktree and in no commit."""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.corrections.correction import Correction, find_correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.trees import file_contents
from hookkit.named_tuple import NamedTuple


class UncommittedCorrection(NamedTuple):
    """A correction, and the files that have a part of it in the worktree and not in HEAD."""

    correction: Correction
    paths: tuple[bytes, ...]


def find_uncommitted_correction(git: Git, commits: Iterable[str]) -> UncommittedCorrection | None:
    """Give the first correction of ``commits`` (ids) that is in the files, uncommitted."""
    refs = git.lines("for-each-ref", "--format=%(refname)", CORRECTION_REFS)
    corrected = {ref.removeprefix(CORRECTION_REFS) for ref in refs}
    for correction in (find_correction(git, each) for each in commits if each in corrected):
        files = fixed_files(git, correction)
        committed = file_contents(git, "HEAD", [each.path for each in files])
        paths = tuple(
            each.path
            for each in files
            if each.path in committed and has_uncommitted_part(git, each, committed[each.path])
        )
        if paths:
            return UncommittedCorrection(correction, paths)
    return None


def has_uncommitted_part(git: Git, file: FixedFile, committed: bytes) -> bool:
    """Whether the worktree has a part of a correction that HEAD lacks.

    ``committed`` is the content of the file in HEAD.
    """
    if git.paths.top is None:
        return False
    try:
        data = read_file(git.paths.top, file.path).data
    except FileUnavailable:
        return False
    remaining = file.remaining_for(committed)
    return data != committed and remaining.remaining_for(data) != remaining
