"""A sync that stops in a conflict, killed at its steps: as ``tests.interruption.killed_sync``."""

from __future__ import annotations

import sys

from hookkit.branches.sync.sync_with_conflict import abort_sync, continue_sync, sync_or_stop
from hookkit.git.runner import Git
from hookkit.settings.schema import Settings
from tests.interruption import killed
from tests.interruption.killed_sync import nothing
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
    killed.WRITERS.update(WRITERS)
    setattr(killed, "place", place)  # noqa: B010
    setattr(killed, "find_correction", nothing)  # noqa: B010
    killed.main(*sys.argv[1:])
