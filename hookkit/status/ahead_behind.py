"""The commits by which a branch is ahead and behind, read without an extra git process."""

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
    """How far a branch is ahead of another one (the newest commit first), and behind it.

    ``ahead_commits`` are the commits that the other one lacks, and ``behind_count`` is the number
    of commits that only the other one has. ``is_complete`` is False if a shallow clone, a missing
    commit or MAX_COMMITS ended the walk: then there may be more commits.
    """

    ahead_commits: tuple[Commit, ...] = ()
    behind_count: int = 0
    is_complete: bool = True


def read_ahead_behind(
    git: Git, commit_id: str, other_id: str, shallow_commits: Collection[str]
) -> AheadBehind:
    """Compare two commits by their ids.

    ``shallow_commits`` are the commits at which a shallow clone ends. Both histories are walked
    from the newest commit down, until all queued commits are in both (git's commit-reach.c does the
    same).
    """
    walk = _HistoryWalk(git, shallow_commits)
    walk.add(commit_id, _ONE_SIDE)
    walk.add(other_id, _OTHER_SIDE)
    while walk.has_next:
        walk.visit_next()
    ahead = [
        commit
        for name, commit in walk.visited_commits.items()
        if walk.sides_by_id[name] == _ONE_SIDE
    ]
    behind = sum(walk.sides_by_id[name] == _OTHER_SIDE for name in walk.visited_commits)
    return AheadBehind(tuple(ahead), behind, walk.is_complete)


class _HistoryWalk:
    """A walk down two histories: the sides of each commit, and the commits still to visit."""

    def __init__(self, git: Git, shallow_commits: Collection[str]) -> None:
        self._git, self._shallow_commits = git, shallow_commits
        self._queue: list[tuple[int, int, str]] = []
        self._one_sided: set[str] = set()
        self._cache: dict[str, tuple[Commit, int]] = {}
        self.sides_by_id: dict[str, int] = {}
        self.visited_commits: dict[str, Commit] = {}
        self.is_complete = True

    @property
    def has_next(self) -> bool:
        """Whether a commit that only one side has is still to be visited, within MAX_COMMITS."""
        if len(self.visited_commits) >= MAX_COMMITS and self._one_sided:
            self.is_complete = False
            return False
        return bool(self._one_sided)

    def add(self, commit_id: str, sides: int) -> None:
        """Note that ``sides`` have a commit, and queue the commit if that is new."""
        old_sides = self.sides_by_id.get(commit_id, 0)
        new_sides = old_sides | sides
        if new_sides == old_sides:
            return
        commit_and_time = self._commit(commit_id)
        if commit_and_time is None:
            self.is_complete = False
            return
        self.sides_by_id[commit_id] = new_sides
        if commit_id in self._one_sided and new_sides == _BOTH_SIDES:
            self._one_sided.discard(commit_id)
        elif new_sides != _BOTH_SIDES:
            self._one_sided.add(commit_id)
        heapq.heappush(self._queue, (-commit_and_time[1], len(self.sides_by_id), commit_id))

    def _commit(self, commit_id: str) -> tuple[Commit, int] | None:
        if commit_id not in self._cache:
            raw = self._git.object_contents([commit_id]).get(commit_id)
            if raw is None:
                return None
            time = re.search(_TIME_PATTERN, raw)
            self._cache[commit_id] = parse_commit(commit_id, raw), int(time[1]) if time else 0
        return self._cache[commit_id]

    def visit_next(self) -> None:
        """Visit the newest waiting commit, and note its parents."""
        _, _, commit_id = heapq.heappop(self._queue)
        self._one_sided.discard(commit_id)
        commit = self._cache[commit_id][0]
        self.visited_commits[commit_id] = commit
        if commit_id in self._shallow_commits:
            self.is_complete = self.is_complete and self.sides_by_id[commit_id] == _BOTH_SIDES
            return
        for parent in commit.parents:
            self.add(parent, self.sides_by_id[commit_id])
