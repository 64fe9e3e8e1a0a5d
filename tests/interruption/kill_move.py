"""Run a checkout of another commit that is killed at one of its steps: see ``kill_placement``.

git itself is killed too while it moves the files: a filter of the repository ends it.
"""

from __future__ import annotations

import sys

from hookkit.branches.checkout import check_out_with_edits
from hookkit.git.runner import Git
from tests.interruption import kill_placement
from tests.interruption.move_scenario import topic_to
from tests.repository import Repository

WRITERS = {"read-tree", "symbolic-ref"}


def place(repo: Repository, action: str, correction: object) -> None:
    """Move the branch on to the commit that it is to have."""
    old, new = repo.git("rev-parse", "topic", "refs/wanted").split()
    check_out_with_edits(repo.runner, topic_to(old, new))


def nothing(git: Git, name: str | None) -> str:
    """Stand in for the correction that the other actions need."""
    return "none"


if __name__ == "__main__":
    kill_placement.WRITERS.update(WRITERS)
    setattr(kill_placement, "place", place)  # noqa: B010
    setattr(kill_placement, "find_correction", nothing)  # noqa: B010
    kill_placement.main(*sys.argv[1:])
