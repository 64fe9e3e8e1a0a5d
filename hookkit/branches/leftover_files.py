"""Files that a checkout of git should have removed and did not: git only warns of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from hookkit.branches.interrupted_move import entry_already_there
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
