"""Whether there is a worktree to work in, and where a file is in it."""

from __future__ import annotations

import os
from pathlib import Path

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git


def require_worktree(git: Git) -> Git:
    """Give ``git`` back if it has a worktree. Raises EnvironmentFailed in a bare repository."""
    if git.places.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run --mode propose")
    return git


def path_from_top(top: Path, name: str) -> Path | None:
    """Give the path of a file from the top level of a worktree; None where it is not in there.

    ``name`` is as a person gives it, from the current folder. The file need not be there, and may
    be a symbolic link that leads elsewhere.
    """
    # realpath and not resolve: before Python 3.13 that raises RuntimeError for links in a circle.
    folder, file = os.path.split(os.path.abspath(name))
    place, real_top = Path(os.path.realpath(folder), file), Path(os.path.realpath(top))
    return place.relative_to(real_top) if place.is_relative_to(real_top) else None
