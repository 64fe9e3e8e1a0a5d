"""The commits that only one of two histories has, read without a git process of their own."""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection

from hookkit.git.commits import Commit, parse_commit
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

MAX_COMMITS = 2_000
"""The maximum number of commits to read."""

_ONE_SIDE, _OTHER_SIDE = 1, 2
_BOTH_SIDES = _ONE_SIDE | _OTHER_SIDE
_TIME_PATTERN = rb"\ncommitter [^\n]*> (-?\d+) "


class AheadBehind(NamedTuple):
    """The commits that only one side has, the newest first, and the number that only the other has.

    ``is_whole`` is False if a shallow clone, a missing commit or MAX_COMMITS ended the walk: then
    there may be more commits.
    """

    ahead: tuple[Commit, ...] = ()
    behind: int = 0
    is_whole: bool = True


def ahead_behind(git: Git, one: str, other: str, cut: Collection[str]) -> AheadBehind:
    """Compare two commits by their ids; ``cut`` are the commits at which a shallow clone ends.

    Both histories are walked from the newest commit down, until all waiting commits are in both
    (git's commit-reach.c does the same).
    """
    walk = _Walk(git, cut)
    walk.see(one, _ONE_SIDE)
    walk.see(other, _OTHER_SIDE)
    while walk.is_open:
        walk.step()
    ahead = [commit for name, commit in walk.read.items() if walk.sides[name] == _ONE_SIDE]
    behind = sum(walk.sides[name] == _OTHER_SIDE for name in walk.read)
    return AheadBehind(tuple(ahead), behind, walk.is_whole)


class _Walk:
    """A walk down two histories: the sides of each commit, and the commits still to visit."""

    def __init__(self, git: Git, cut: Collection[str]) -> None:
        self._git, self._cut = git, cut
        self._waiting: list[tuple[int, int, str]] = []
        self._open: set[str] = set()
        self._known: dict[str, tuple[Commit, int]] = {}
        self.sides: dict[str, int] = {}
        self.read: dict[str, Commit] = {}
        self.is_whole = True

    @property
    def is_open(self) -> bool:
        """Whether a commit that only one side has is still to be visited, within MAX_COMMITS."""
        if len(self.read) >= MAX_COMMITS and self._open:
            self.is_whole = False
            return False
        return bool(self._open)

    def see(self, name: str, sides: int) -> None:
        """Note that ``sides`` have a commit, and queue the commit if that is new."""
        before = self.sides.get(name, 0)
        after = before | sides
        if after == before:
            return
        found = self._commit(name)
        if found is None:
            self.is_whole = False
            return
        self.sides[name] = after
        if name in self._open and after == _BOTH_SIDES:
            self._open.discard(name)
        elif after != _BOTH_SIDES:
            self._open.add(name)
        heapq.heappush(self._waiting, (-found[1], len(self.sides), name))

    def _commit(self, commit_id: str) -> tuple[Commit, int] | None:
        if commit_id not in self._known:
            raw = self._git.objects([commit_id]).get(commit_id)
            if raw is None:
                return None
            time = re.search(_TIME_PATTERN, raw)
            self._known[commit_id] = parse_commit(commit_id, raw), int(time[1]) if time else 0
        return self._known[commit_id]

    def step(self) -> None:
        """Visit the newest waiting commit, and note its parents."""
        _, _, commit_id = heapq.heappop(self._waiting)
        self._open.discard(commit_id)
        commit = self._known[commit_id][0]
        self.read[commit_id] = commit
        if commit_id in self._cut:
            self.is_whole = self.is_whole and self.sides[commit_id] == _BOTH_SIDES
            return
        for parent in commit.parents:
            self.see(parent, self.sides[commit_id])
