"""The commits that a branch has and its target has not, in one line."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.commit_range import cut_off
from hookkit.git.commits import Commit, parse_commit
from hookkit.git.runner import Git


class OwnLine(NamedTuple):
    """What lies above a target.

    ``commits`` are those of the branch itself (by first parents), the oldest first. ``brought`` are
    the ids of others, which its merges brought in and the target has not. ``is_cut`` tells that a
    shallow clone ends within them, so that where the branch begins is unknown.
    """

    commits: tuple[Commit, ...]
    brought: tuple[str, ...]
    is_cut: bool

    @property
    def merges(self) -> list[Commit]:
        """The merges among the commits of the branch."""
        return [each for each in self.commits if len(each.parents) > 1]


def own_line(git: Git, below: str, tip: str) -> OwnLine:
    """Give what ``tip`` has and ``below`` has not."""
    names = git.line("rev-list", "--first-parent", "--reverse", tip, f"^{below}", "--").split()
    every = git.line("rev-list", tip, f"^{below}", "--").split()
    objects = git.objects(names)
    commits = tuple(parse_commit(name, objects[name]) for name in names)
    brought = tuple(name for name in every if name not in objects)
    return OwnLine(commits, brought, not cut_off(git).isdisjoint(every))
