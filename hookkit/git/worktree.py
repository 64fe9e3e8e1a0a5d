"""Whether there is a worktree to work in."""

from __future__ import annotations

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git


def require_worktree(git: Git) -> Git:
    """Give ``git`` back if it has a worktree. Raises EnvironmentFailed in a bare repository."""
    if git.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run --mode propose")
    return git
