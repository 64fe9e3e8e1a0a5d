"""Ranges of commits: which commits are in them, and how these descend from each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hookkit.errors import GitFailed
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LOG_COMMAND, LogCommit, log_format, parse_log
from hookkit.git.runner import Git

_MISSING_MESSAGES = (
    "bad object",
    "bad revision",
    "unknown revision",
    "ambiguous argument",
    "Invalid symmetric difference",
)


def read_log(git: Git, *revisions: str) -> list[LogCommit] | None:
    """Give the commits that ``git log`` finds for ``revisions``, children before their parents.

    Gives None if one of the revisions does not exist in this clone. Raises GitFailed for any other
    error.
    """
    answer = git.try_run(*LOG_COMMAND, "--topo-order", log_format(), *revisions, "--")
    if answer.code == 0:
        return parse_log(answer.out)
    if answer.code == 128 and any(words in answer.err for words in _MISSING_MESSAGES):
        return None
    raise GitFailed((*LOG_COMMAND, "--topo-order", *revisions), answer.code, answer.err)


def has_merges(git: Git, base: str, tip: str) -> bool:
    """Whether ``base..tip`` has a merge; False if one of the two commits is missing."""
    return bool(read_log(git, "-1", "--merges", tip, f"^{base}"))


def may_lack_commits(git: Git, tips: Sequence[str], base: str) -> bool:
    """Whether a shallow clone may lack commits that ``tips`` have and ``base`` does not have."""
    boundary = shallow_boundary(git)
    if not boundary or not tips:
        return False
    answer = git.try_run("rev-list", *tips, f"^{base}", "--")
    return answer.code != 0 or not boundary.isdisjoint(answer.out.decode().split())


def has_commit(git: Git, commit: str) -> bool:
    """Whether this clone has the commit of this id; a partial clone never fetches it."""
    # cat-file would fetch before git 2.45; with --missing=allow-any rev-list never did.
    answer = git.try_run_cached("rev-list", "--no-walk", "--missing=allow-any", commit, "--")
    return answer.code == 0 and os.fsdecode(answer.out).strip() == commit


def count_ahead_behind(git: Git, left: str, right: str) -> tuple[int, int] | None:
    """Count the commits that only ``left`` and that only ``right`` has; None if one is missing.

    ``left`` and ``right`` are ids or full names of refs.
    """
    command = ("rev-list", "--left-right", "--count", f"{left}...{right}", "--")
    answer = git.try_run(*command)
    if answer.code == 0:
        ahead, behind = os.fsdecode(answer.out).split()
        return int(ahead), int(behind)
    if answer.code == 128 and any(words in answer.err for words in _MISSING_MESSAGES):
        return None
    raise GitFailed(command, answer.code, answer.err)


def commits_never_in_reflog(git: Git, ref: str, commit: str) -> frozenset[str] | None:
    """Give the commits reachable from ``commit`` that ``ref`` (full name) never had, by its reflog.

    None if the ref or its reflog is missing. ``git push --force-if-includes`` checks only the
    newest commit in this way (remote.c, is_reachable_in_reflog). The reflogs of remote-tracking
    branches are not read: they contain everything that was fetched.
    """
    answer = git.try_run("log", "-g", "--format=%H", "--no-show-signature", ref, "--")
    reflog = sorted(set(os.fsdecode(answer.out).split()))
    if answer.code != 0 or not reflog:
        return None
    listing = "".join(f"^{each}\n" for each in reflog)
    # An entry whose commit was pruned is ignored.
    command = ("rev-list", "--ignore-missing", "--stdin", commit)
    return frozenset(os.fsdecode(git.run(*command, data=listing.encode())).split())


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

    def _walk(self, tip: str, old: str) -> Iterator[str]:
        """Give every id on the paths down to ``old``, and the parents that are not in the range.

        A commit listed after ``old`` cannot descend from it, unless the list is cut off.
        """
        end = len(self.positions)
        last_position = end if self.shallow_commits else self.positions.get(old, end)
        seen, waiting = {tip}, [tip]
        while waiting:
            commit_id = waiting.pop()
            yield commit_id
            commit = self.commits_by_id.get(commit_id)
            for each in commit.parents if commit else ():
                if each not in seen and self.positions.get(each, last_position) <= last_position:
                    seen.add(each)
                    waiting.append(each)
