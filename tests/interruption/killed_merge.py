"""A merge killed at each of its steps: `tests.interruption.killed` with another action."""

from __future__ import annotations

import sys

from hookkit.branches.merge.merge import merge
from hookkit.git.runner import Git
from hookkit.settings.schema import Settings
from tests.interruption import killed
from tests.repository import Repository

WRITERS = {"rebase", "pack-objects", "unpack-objects", "read-tree", "symbolic-ref"}


def place(repo: Repository, action: str, correction: object) -> None:
    """Rebase the topic and merge it."""
    merge(repo.runner, Settings(), "topic", "", with_rebase=True, is_dry=False)


def nothing(git: Git, name: str | None) -> str:
    """Stand in for the correction that the other actions need."""
    return "none"


if __name__ == "__main__":
    killed.WRITERS.update(WRITERS)
    setattr(killed, "place", place)  # noqa: B010
    setattr(killed, "find_correction", nothing)  # noqa: B010
    killed.main(*sys.argv[1:])
