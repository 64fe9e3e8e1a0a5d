"""The commits of a branch that its target does not have, along first parents."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.commits import Commit, read_all, shallow_boundary
from hookkit.git.runner import Git


class UnmergedCommits(NamedTuple):
    """The commits that are not in the target.

    ``commits`` are those of the branch itself (by first parents), the oldest first. ``from_merges``
    are the ids of others, which its merges brought in. ``is_cut`` says that a shallow clone ends
    within them, so that it is unknown where the branch begins.
    """

    commits: tuple[Commit, ...]
    from_merges: tuple[str, ...]
    is_cut: bool

    @property
    def merges(self) -> list[Commit]:
        """The merges among the commits of the branch."""
        return [each for each in self.commits if len(each.parents) > 1]


def unmerged_commits(git: Git, below: str, tip: str) -> UnmergedCommits:
    """Give the commits of ``below..tip``."""
    names = git.line("rev-list", "--first-parent", "--reverse", tip, f"^{below}", "--").split()
    every = git.line("rev-list", tip, f"^{below}", "--").split()
    own = set(names)
    from_merges = tuple(name for name in every if name not in own)
    is_cut = not shallow_boundary(git).isdisjoint(every)
    return UnmergedCommits(tuple(read_all(git, names)), from_merges, is_cut)
