"""How commits descend from each other, in memory: those of a range, or all below some tips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LogCommit, read_log
from hookkit.git.runner import Git


@dataclass(frozen=True, slots=True)
class CommitRange:
    """All commits of ``base..tip``.

    Every path from the tip down to ``base`` runs inside of the range, because a commit that
    descends from ``base`` is not reachable from ``base``. So the range alone answers exactly
    whether a commit descends from ``base`` or from another commit of the range.

    ``positions`` are the positions of the commits in the list by id, children before their parents.
    ``shallow_commits`` are the commits of the range whose parents are not in this shallow clone: if
    a path leads to one of them, the answer is None.
    """

    commits_by_id: Mapping[str, LogCommit]
    positions: Mapping[str, int]
    shallow_commits: frozenset[str]

    @classmethod
    def read(cls, git: Git, base: str, tip: str) -> CommitRange | None:
        """Read ``base..tip`` in one process; None if one of the two is missing."""
        found = read_log(git, tip, f"^{base}")
        if found is None:
            return None
        commits_by_id = {each.id: each for each in found}
        positions = {commit_id: position for position, commit_id in enumerate(commits_by_id)}
        return cls(commits_by_id, positions, shallow_boundary(git) & commits_by_id.keys())

    @classmethod
    def from_commits(
        cls, git: Git, commits: Iterable[LogCommit], base: str, tip: str
    ) -> CommitRange:
        """Select ``base..tip`` from ``commits``, which contain all of it, children before parents.

        ``commits`` contain no commit below the base, unless the base has no parents in this clone.
        """
        wanted, commits_by_id = {tip}, dict[str, LogCommit]()
        for each in commits:
            if each.id in wanted and each.id != base:
                commits_by_id[each.id] = each
                wanted.update(each.parents)
        positions = {commit_id: position for position, commit_id in enumerate(commits_by_id)}
        return cls(commits_by_id, positions, shallow_boundary(git) & commits_by_id.keys())

    def is_complete(self, base: str) -> bool:
        """Whether each path down ends at ``base`` or at a root commit of the range."""
        known = self.commits_by_id
        parents = (parent for each in known.values() for parent in each.parents)
        return all(parent in known or parent == base for parent in parents)

    def first_parent_line(self, tip: str) -> list[LogCommit]:
        """Give the first-parent line from the oldest commit of the range up to ``tip``."""
        line = []
        commit = self.commits_by_id.get(tip)
        while commit is not None:
            line.append(commit)
            commit = self.commits_by_id.get(commit.parents[0]) if commit.parents else None
        return line[::-1]

    def newest_merge(self, old_commit: str, new_commit: str) -> LogCommit | None:
        """Give the newest merge from ``new_commit`` down to ``old_commit``; None for no merge."""
        commit = self.commits_by_id.get(new_commit) if new_commit != old_commit else None
        while commit is not None and len(commit.parents) == 1 and commit.parents[0] != old_commit:
            commit = self.commits_by_id.get(commit.parents[0])
        return commit if commit is not None and len(commit.parents) > 1 else None

    def descendants(self, base: str) -> set[str]:
        """Give the base and the commits that descend from it, as far as this clone has them."""
        descendants = {base}
        for commit in reversed(list(self.commits_by_id.values())):
            if not descendants.isdisjoint(commit.parents):
                descendants.add(commit.id)
        return descendants

    def commits_only_in_tips(self, tips: Iterable[str], base: str) -> set[str]:
        """Give the commits of the range that are reachable from ``tips`` and not from ``base``."""
        return self._reachable(tips) - self._reachable([base])

    def _reachable(self, tips: Iterable[str]) -> set[str]:
        reached, waiting = set[str](), list(tips)
        while waiting:
            commit = self.commits_by_id.get(waiting.pop())
            if commit is not None and commit.id not in reached:
                reached.add(commit.id)
                waiting += commit.parents
        return reached

    def is_descendant(self, commit: str, ancestor: str) -> bool | None:
        """Whether ``commit`` is ``ancestor`` or descends from it, None if unknown.

        ``ancestor`` is a commit of the range, or its base.
        """
        reached_shallow = False
        for commit_id in self._walk(commit, ancestor):
            if commit_id == ancestor:
                return True
            reached_shallow = reached_shallow or commit_id in self.shallow_commits
        return None if reached_shallow else False

    def _walk(self, tip: str, ancestor: str) -> Iterator[str]:
        """Give each id on the paths down to ``ancestor``, and each parent outside of the range.

        A commit listed after ``ancestor`` cannot descend from it, unless the list is cut off.
        """
        end = len(self.positions)
        last_position = end if self.shallow_commits else self.positions.get(ancestor, end)
        seen, waiting = {tip}, [tip]
        while waiting:
            commit_id = waiting.pop()
            yield commit_id
            commit = self.commits_by_id.get(commit_id)
            for each in commit.parents if commit else ():
                if each not in seen and self.positions.get(each, last_position) <= last_position:
                    seen.add(each)
                    waiting.append(each)


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The parents of every commit that is reachable from some tips, by id.

    ``roots`` caches the results of ``root``.
    """

    parents: Mapping[str, Sequence[str]]
    roots: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, git: Git, *tips: str) -> Ancestry:
        """Read the history of ``tips``."""
        rows = (line.split(" ") for line in git.lines("rev-list", "--parents", *tips, "--"))
        return cls({name: parents for name, *parents in rows})

    def reachable(self, tips: Iterable[str]) -> set[str]:
        """Give ``tips`` and all their ancestors."""
        reached, waiting = set[str](), list(tips)
        while waiting:
            commit = waiting.pop()
            if commit not in reached:
                reached.add(commit)
                waiting += self.parents.get(commit, ())
        return reached

    def root(self, commit: str) -> str:
        """Follow first parents down to the root commit, as ``first_parent_root`` does."""
        line = []
        while commit not in self.roots:
            line.append(commit)
            parents = self.parents.get(commit)
            if not parents:
                self.roots[commit] = commit
            else:
                commit = parents[0]
        root = self.roots[commit]
        self.roots.update(dict.fromkeys(line, root))
        return root


def first_parent_root(git: Git, commit: str) -> str:
    """Give the id of the root commit that is reached by first parents.

    A topic has the root of its project. A history that comes from `git subtree` or a merge with
    ``--allow-unrelated-histories`` has another root.
    """
    return git.line("rev-list", "--first-parent", "--max-parents=0", commit, "--")
