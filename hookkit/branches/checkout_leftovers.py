"""The leftover files of an interrupted or incomplete checkout of git: find and remove them.

Some of them git should have removed: it only warns if it cannot. Others git wrote before it was
interrupted: it would refuse to overwrite these untracked files now, although they have all or part
of the content that it is going to write.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from hookkit.branches.interrupted_checkout import fully_or_partly_written_entry, fully_written_entry
from hookkit.errors import EnvironmentFailed
from hookkit.git.differing_paths import Difference
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import require_worktree


def delete_remaining_files(git: Git, changed_files: Iterable[Difference]) -> None:
    """Delete the files that git should have deleted in a move, and left in the worktree.

    Only files that still have their old content are deleted. Raises EnvironmentFailed if one of
    them still cannot be removed.
    """
    top = require_worktree(git).top
    assert top is not None
    for path, old, new in changed_files:
        file = Path(top, os.fsdecode(path))
        if old is None or new is not None or not os.path.lexists(file):
            continue
        if fully_written_entry(git, top, Difference(path, None, old)) == old:
            try:
                file.unlink()
            except OSError as error:
                sentence = f"{os.fsdecode(path)} cannot be removed: {error.strerror}"
                raise EnvironmentFailed(sentence) from error


def split_off_written_files(
    git: Git, changed_files: Sequence[Difference]
) -> tuple[list[Difference], list[Path]]:
    """Split differences by whether git has written their files already.

    Gives the differences that are still missing, and the paths of the untracked files that git has
    written, whole or in part.
    """
    top = require_worktree(git).top
    assert top is not None
    tracked = set(git.fields("ls-files", "-z"))
    written = [
        each
        for each in changed_files
        if each.path not in tracked
        and each.new_entry is not None
        and os.path.lexists(top / os.fsdecode(each.path))
        and fully_or_partly_written_entry(git, top, each) is not None
    ]
    unwritten = [each for each in changed_files if each not in written]
    return unwritten, [top / os.fsdecode(each.path) for each in written]


def remove_files_written_by_git(paths: Sequence[Path]) -> None:
    """Remove files that git wrote and will write again. Raises OSError if that fails."""
    for path in paths:
        path.unlink()


def delete_remaining_untracked_files(git: Git, deletions: Sequence[Difference]) -> None:
    """Delete the files that git has removed from its index, but could not remove from the worktree.

    ``deletions`` are the differences that delete a file. Raises EnvironmentFailed if a file still
    cannot be removed.
    """
    tracked = set(git.fields("ls-files", "-z"))
    delete_remaining_files(git, [each for each in deletions if each.path not in tracked])
