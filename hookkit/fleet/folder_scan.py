"""The repositories below a folder, clones and bare ones."""

from __future__ import annotations

import os
from collections.abc import Iterator

from hookkit.errors import reason_of

_BARE = ("HEAD", "objects", "refs")
"""What makes a folder a git directory (gitrepository-layout(5))."""


def is_repository(path: str) -> bool:
    """Whether a folder is the top of a worktree, or a bare repository."""
    if os.path.lexists(os.path.join(path, ".git")):
        return True
    return all(os.path.lexists(os.path.join(path, each)) for each in _BARE)


def repositories_below(folder: str) -> Iterator[tuple[str, str]]:
    """Give the path of each repository at or below a folder, in order, and why it is none.

    That is "" for a repository. A folder that cannot be listed is given with its reason. What is
    inside of a repository is its own matter, and links are not followed.
    """
    if is_repository(folder):
        yield folder, ""
        return
    try:
        with os.scandir(folder) as listed:
            below = [each.path for each in listed if each.is_dir(follow_symlinks=False)]
    except OSError as error:
        yield folder, f"the folder cannot be listed: {reason_of(error)}"
        return
    for each in sorted(below):
        yield from repositories_below(each)
