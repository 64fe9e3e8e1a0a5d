"""Run `tidy` as a program that kills itself at one of its steps: see ``kill_placement``."""

from __future__ import annotations

import sys

from hookkit.branches.tidy import tidy
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings
from tests.interruption import kill_placement
from tests.repository import Repository

WRITERS = {"rebase", "range-diff", "pack-objects", "unpack-objects", "notes"}


def place(repo: Repository, action: str, correction: object) -> None:
    """Tidy the branch."""
    tidy(repo.runner, Settings(), is_dry=False)


def nothing(git: Git, name: str | None) -> str:
    """Stand in for the correction that the other actions need."""
    return "none"


if __name__ == "__main__":
    kill_placement.WRITERS.update(WRITERS)
    setattr(kill_placement, "place", place)  # noqa: B010
    setattr(kill_placement, "find_correction", nothing)  # noqa: B010
    kill_placement.main(*sys.argv[1:])
