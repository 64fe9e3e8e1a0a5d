"""Untracked files that git left: written when it was stopped, before it wrote the index; or those
that it could not remove.

git would refuse to go on because of them, although they have what it is going to write there, or a
part of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hookkit.branches.interrupted_move import entry_of_git
from hookkit.branches.leftover_files import remove_leftover_files
from hookkit.git.differences import Difference
from hookkit.git.runner import Git
from hookkit.git.worktree import require_worktree


def split_by_presence(
    git: Git, coming: Sequence[Difference]
) -> tuple[list[Difference], list[Path]]:
    """Split ``coming`` into what is not there yet, and the untracked files that git wrote of it."""
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
    not_there = [each for each in coming if each not in there]
    return not_there, [top / os.fsdecode(each.path) for each in there]


def remove_written(paths: Sequence[Path]) -> None:
    """Remove files that git wrote, and will write again. Raises OSError where it cannot be done."""
    for path in paths:
        path.unlink()


def remove_unremoved(git: Git, removed: Sequence[Difference]) -> None:
    """Remove files that git could not remove and has in its index no more.

    ``removed`` are paths with what they had. Raises EnvironmentFailed where they cannot be removed
    now either.
    """
    tracked = set(git.fields("ls-files", "-z"))
    remove_leftover_files(git, [each for each in removed if each.path not in tracked])
