"""The commits of a branch that its target does not have, along first parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.commits import Commit, read_commits, shallow_boundary
from hookkit.git.runner import Git


class UnmergedCommits(NamedTuple):
    """The commits that are not in the target.

    ``commits`` are the commits of the branch itself (by first parents), the oldest first.
    ``from_merges`` are the ids of the others, which merges into the branch brought in.
    ``is_cut_by_shallow_clone`` is True if a shallow clone ends within these commits, so that the
    start of the branch is unknown.
    """

    commits: tuple[Commit, ...]
    from_merges: tuple[str, ...]
    is_cut_by_shallow_clone: bool

    @property
    def merges(self) -> list[Commit]:
        """The merges among the commits of the branch."""
        return [each for each in self.commits if len(each.parents) > 1]


def unmerged_commits(git: Git, target: str, tip: str) -> UnmergedCommits:
    """Give the commits of ``target..tip``."""
    rows = [row.split(" ") for row in git.lines("rev-list", "--parents", tip, f"^{target}", "--")]
    parents = {commit: found for commit, *found in rows}
    line = _first_parents(rows[0][0], parents) if rows else []  # the tip comes first
    own_ids = set(line)
    from_merges = tuple(commit for commit in parents if commit not in own_ids)
    is_cut = not shallow_boundary(git).isdisjoint(parents)
    return UnmergedCommits(tuple(read_commits(git, line[::-1])), from_merges, is_cut)


def _first_parents(tip: str, parents: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the commits from ``tip`` down by first parents, as far as ``parents`` has them."""
    line = [tip]
    while (first := parents[line[-1]][:1]) and first[0] in parents:
        line.append(first[0])
    return line
