"""Files that an interrupted or incomplete checkout of git left behind.

Some it should have removed: git only warns where it cannot. Others it wrote before the index: git
would refuse to overwrite them now, although they have the content that it is going to write, or a
part of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from hookkit.branches.interrupted_move import entry_already_there, entry_made_by_git
from hookkit.errors import EnvironmentFailed
from hookkit.git.differences import Difference
from hookkit.git.runner import Git
from hookkit.git.worktree import require_worktree


def remove_leftover_files(git: Git, moved: Iterable[Difference]) -> None:
    """Remove the files that a move deletes, where they still have the content of the old commit.

    Raises EnvironmentFailed where one cannot be removed now either.
    """
    top = require_worktree(git).top
    assert top is not None
    for path, old, new in moved:
        file = Path(top, os.fsdecode(path))
        if old is None or new is not None or not os.path.lexists(file):
            continue
        if entry_already_there(git, top, Difference(path, None, old)) == old:
            _remove(file, os.fsdecode(path))


def _remove(file: Path, name: str) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise EnvironmentFailed(f"{name} cannot be removed: {error.strerror}") from error


def split_written_by_git(
    git: Git, coming: Sequence[Difference]
) -> tuple[list[Difference], list[Path]]:
    """Split the differences to be checked out into those that git has not written yet, and the
    paths of the untracked files that it has."""
    top = require_worktree(git).top
    assert top is not None
    tracked = set(git.fields("ls-files", "-z"))
    written = [
        each
        for each in coming
        if each.path not in tracked
        and each.new is not None
        and os.path.lexists(top / os.fsdecode(each.path))
        and entry_made_by_git(git, top, each) is not None
    ]
    missing = [each for each in coming if each not in written]
    return missing, [top / os.fsdecode(each.path) for each in written]


def remove_files(paths: Sequence[Path]) -> None:
    """Remove files that git wrote and will write again. Raises OSError where one cannot be."""
    for path in paths:
        path.unlink()


def finish_removals(git: Git, removed: Sequence[Difference]) -> None:
    """Remove the files that git could not remove and no longer has in its index.

    ``removed`` are the differences that delete a file. Raises EnvironmentFailed where one cannot be
    removed now either.
    """
    tracked = set(git.fields("ls-files", "-z"))
    remove_leftover_files(git, [each for each in removed if each.path not in tracked])
