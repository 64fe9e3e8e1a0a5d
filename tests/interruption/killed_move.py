"""A move of the worktree killed at each of its steps, as in ``tests.interruption.killed``.

git itself is killed too while it moves the files: a filter of the repository ends it.
"""

from __future__ import annotations

import sys

from hookkit.branches.checkout import check_out_with_edits
from hookkit.git.runner import Git
from tests.interruption import killed
from tests.interruption.moves import topic_to
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
    killed.WRITERS.update(WRITERS)
    setattr(killed, "place", place)  # noqa: B010
    setattr(killed, "find_correction", nothing)  # noqa: B010
    killed.main(*sys.argv[1:])
