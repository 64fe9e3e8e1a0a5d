"""Run `start` or `sync` as a program that kills itself at a step: see ``kill_placement``."""

from __future__ import annotations

import sys

from hookkit.branches.build_branch_name import BranchRequest
from hookkit.branches.start import start
from hookkit.branches.sync.sync import sync
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings
from tests.interruption import kill_placement
from tests.repository import Repository

WRITERS = {"pack-objects", "unpack-objects", "read-tree", "symbolic-ref", "notes"}


def do(git: Git, action: str) -> None:
    """Begin a branch, or bring the branch up to its target."""
    if action == "start":
        start(git, Settings(), BranchRequest("9"), is_dry=False, with_fetch=False)
    else:
        sync(git, Settings(), is_dry=False, with_fetch=False)


def place(repo: Repository, action: str, correction: object) -> None:
    """Stand in for a placement."""
    do(repo.runner, action)


def nothing(git: Git, name: str | None) -> str:
    """Stand in for the correction that the other actions need."""
    return "none"


if __name__ == "__main__":
    kill_placement.WRITERS.update(WRITERS)
    setattr(kill_placement, "place", place)  # noqa: B010
    setattr(kill_placement, "find_correction", nothing)  # noqa: B010
    kill_placement.main(*sys.argv[1:])
