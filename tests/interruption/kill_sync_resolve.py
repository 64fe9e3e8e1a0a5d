"""Run `sync --resolve` as a program that kills itself at a step: see ``kill_placement``."""

from __future__ import annotations

import sys

from hookkit.branches.sync.begin_continue_abort_sync import abort_sync, continue_sync, sync_or_stop
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings
from tests.interruption import kill_placement
from tests.interruption.kill_sync import nothing
from tests.repository import Repository

WRITERS = {"rebase", "commit", "pack-objects", "unpack-objects"}


def do(git: Git, action: str) -> None:
    """Stop in the conflict, go on from it, or give up."""
    if action == "resolve":
        sync_or_stop(git, Settings(), with_fetch=False)
    elif action == "continue":
        continue_sync(git, Settings())
    else:
        abort_sync(git)


def place(repo: Repository, action: str, correction: object) -> None:
    """Stand in for a placement."""
    do(repo.runner, action)


if __name__ == "__main__":
    kill_placement.WRITERS.update(WRITERS)
    setattr(kill_placement, "place", place)  # noqa: B010
    setattr(kill_placement, "find_correction", nothing)  # noqa: B010
    kill_placement.main(*sys.argv[1:])
