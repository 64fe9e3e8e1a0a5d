"""Commits whose parents are drawn by chance."""

from __future__ import annotations

import random

from tests.repository import Repository


def drawn(repo: Repository, seed: int) -> list[str]:
    """Make 14 commits with parents drawn by chance, dates too; give their ids, oldest first."""
    chance = random.Random(seed)
    tree = repo.git("write-tree")
    made: list[str] = []
    for number in range(14):
        parents = chance.sample(made, min(len(made), chance.choice([1, 1, 1, 2, 2, 3])))
        words = [word for parent in parents for word in ("-p", parent)]
        date = f"@{1_700_000_000 + chance.randrange(100)} +0000"
        message = ("-m", f"c{number}")
        made.append(
            repo.git(
                "commit-tree", tree, *words, *message, GIT_COMMITTER_DATE=date, GIT_AUTHOR_DATE=date
            )
        )
    return made
