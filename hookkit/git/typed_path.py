"""A path of the repository as a person types it where hookkit was started."""

from __future__ import annotations

import os

from hookkit.git.runner import Git


def typed_path(git: Git, path: str) -> str:
    """Give a path from the top level as it is typed in the folder where hookkit was started.

    Outside of the worktree it stays as it is.
    """
    if git.top is None:
        return path
    top, here = os.path.realpath(git.top), os.path.realpath(os.getcwd())
    is_below = here.startswith(os.path.join(top, ""))
    return os.path.relpath(os.path.join(top, path), here) if is_below else path
