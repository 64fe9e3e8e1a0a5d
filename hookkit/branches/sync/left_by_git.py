"""Files that git had written when it was stopped, and that are in its index not yet; and those
that it could not remove.

git would refuse to go on because of them, although they have what is to come there, or a part of
it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hookkit.branches.files_left import remove_files_left
from hookkit.branches.interrupted_move import entry_of_git
from hookkit.git.differences import Difference
from hookkit.git.runner import Git
from hookkit.git.worktree import require_worktree


def split_by_presence(
    git: Git, coming: Sequence[Difference]
) -> tuple[list[Difference], list[Path]]:
    """Split what is to come into what is not there yet, and the untracked files that git wrote."""
    top = require_worktree(git).top
    assert top is not None
    tracked = set(git.fields("ls-files", "-z"))
    there = [
        each
        for each in coming
        if each.path not in tracked
        and each.new is not None
        and os.path.lexists(top / os.fsdecode(each.path))
        and entry_of_git(git, top, each) is not None
    ]
    rest = [each for each in coming if each not in there]
    return rest, [top / os.fsdecode(each.path) for each in there]


def remove_written(paths: Sequence[Path]) -> None:
    """Remove files that git wrote, and will write again. Raises OSError where it cannot be done."""
    for path in paths:
        path.unlink()


def remove_kept(git: Git, gone: Sequence[Difference]) -> None:
    """Remove files that git could not remove and has in its index no more.

    ``gone`` are paths with what they had. Raises EnvironmentFailed where they cannot be removed now
    either.
    """
    tracked = set(git.fields("ls-files", "-z"))
    remove_files_left(git, [each for each in gone if each.path not in tracked])
