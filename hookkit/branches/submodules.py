"""The submodules that a move of the worktree leaves at the commit where they were."""

from __future__ import annotations

from hookkit.git.differences import differences
from hookkit.git.runner import Git

_SUBMODULE = "160000"


def moved_submodules(git: Git, old: str, new: str) -> tuple[bytes, ...]:
    """Give the paths of the submodules for which ``new`` names another commit than ``old``."""
    found = differences(git, old, new)
    return tuple(each.path for each in found if each.new and each.new.mode == _SUBMODULE)
