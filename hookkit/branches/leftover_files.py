"""Files that git was to remove and could not: it warns, and goes on without them."""

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
    """Remove the files that a move takes away, where they still have what git had written.

    Raises EnvironmentFailed where one cannot be removed now either.
    """
    top = require_worktree(git).top
    assert top is not None
    for path, old, new in moved:
        place = Path(top, os.fsdecode(path))
        if old is None or new is not None or not os.path.lexists(place):
            continue
        if entry_already_there(git, top, Difference(path, None, old)) == old:
            _remove(place, os.fsdecode(path))


def _remove(place: Path, name: str) -> None:
    try:
        place.unlink()
    except OSError as error:
        raise EnvironmentFailed(f"{name} cannot be removed: {error.strerror}") from error
