"""Require that a repository has a worktree; tell whether it is bare."""

from __future__ import annotations

import os

from hookkit.errors import EnvironmentFailed
from hookkit.git.config import is_true
from hookkit.git.runner import Git


def is_bare(git: Git) -> bool:
    """Whether the repository is bare (``core.bare``); False in the git directory of a worktree."""
    return git.paths.top is None and is_true(git, "core.bare")


def require_worktree(git: Git) -> Git:
    """Return ``git`` if it has a worktree. Raises EnvironmentFailed if it has none."""
    if git.paths.top is None:
        sentence = f"this command needs a worktree, and {git.paths.git_dir} is not in one"
        has_some = not is_bare(git) or os.path.isdir(f"{git.paths.common_dir}/worktrees")
        raise EnvironmentFailed(sentence, "git worktree list" if has_some else None)
    return git
