"""A correction that is in the files of the worktree and in no commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookkit.corrections.correction import Correction, find_correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.outcome import FixedFile
from hookkit.git.runner import Git
from hookkit.git.tree import tree_entries
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.pep8.taken import without_taken


class Uncommitted(NamedTuple):
    """A correction, and the files that have a part of it in the worktree and not in HEAD."""

    correction: Correction
    paths: tuple[bytes, ...]


def uncommitted_correction(git: Git, commits: Iterable[str]) -> Uncommitted | None:
    """Give the correction of the first of ``commits`` (ids) of which one lies uncommitted."""
    refs = git.lines("for-each-ref", "--format=%(refname)", CORRECTION_REFS)
    corrected = {ref.removeprefix(CORRECTION_REFS) for ref in refs}
    for correction in (find_correction(git, name) for name in commits if name in corrected):
        files = fixed_files(git, correction)
        at_head = tree_entries(git, "HEAD", [each.path for each in files])
        contents = git.objects(each.blob for each in at_head.values())
        committed = {path: contents.get(each.blob, b"") for path, each in at_head.items()}
        paths = tuple(each.path for each in files if _lies(git, each, committed.get(each.path)))
        if paths:
            return Uncommitted(correction, paths)
    return None


def _lies(git: Git, file: FixedFile, committed: bytes | None) -> bool:
    """Whether the worktree has a part of a correction that HEAD has not."""
    if git.top is None or committed is None:
        return False
    try:
        here = read_file(git.top, file.path).data
    except FileUnavailable:
        return False
    rest = without_taken(file.base, file.fixed, committed)
    return here != committed and without_taken(file.base, rest, here) != rest
