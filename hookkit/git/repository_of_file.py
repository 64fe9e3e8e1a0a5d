"""The repository that a file is in, whatever the current folder of the process is."""

from __future__ import annotations

import os

from hookkit.git.process import without_hook_variables
from hookkit.git.runner import Git


def repository_of(path: str) -> Git | None:
    """Give the repository in whose worktree a file is or would be, None where it is in none.

    GIT_DIR and the like do not count. Raises EnvironmentFailed where git cannot use the repository.
    """
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    if not _is_in_repository(folder):  # without a repository git need not be installed
        return None
    git = Git.discover(folder, without_hook_variables())
    return None if git.paths.top is None else git


def _is_in_repository(folder: str) -> bool:
    current = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return False
        current = parent
    return True
