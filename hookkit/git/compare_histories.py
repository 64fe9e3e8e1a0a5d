"""Compare two commits, or a commit and a ref: what the one has that the other lacks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.errors import GitFailed
from hookkit.git.commits import Commit, read_commits, shallow_boundary
from hookkit.git.log import MISSING_REVISION_MESSAGES, read_log
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple


def has_merges(git: Git, base: str, tip: str) -> bool:
    """Whether ``base..tip`` has a merge; False if one of the two commits is missing."""
    return bool(read_log(git, "-1", "--merges", tip, f"^{base}"))


def may_lack_commits(git: Git, tips: Sequence[str], base: str) -> bool:
    """Whether a shallow clone may lack commits that ``tips`` have and ``base`` does not have."""
    boundary = shallow_boundary(git)
    if not boundary or not tips:
        return False
    result = git.try_run("rev-list", *tips, f"^{base}", "--")
    return result.code != 0 or not boundary.isdisjoint(result.out.decode().split())


def count_ahead_behind(git: Git, left: str, right: str) -> tuple[int, int] | None:
    """Count the commits that only ``left`` and that only ``right`` has; None if one is missing.

    ``left`` and ``right`` are ids or full names of refs.
    """
    command = ("rev-list", "--left-right", "--count", f"{left}...{right}", "--")
    result = git.try_run(*command)
    if result.code == 0:
        ahead, behind = os.fsdecode(result.out).split()
        return int(ahead), int(behind)
    if result.code == 128 and any(words in result.err for words in MISSING_REVISION_MESSAGES):
        return None
    raise GitFailed(command, result.code, result.err)


def commits_never_in_reflog(git: Git, ref: str, commit: str) -> frozenset[str] | None:
    """Give the commits reachable from ``commit`` that ``ref`` (full name) never had, by its reflog.

    None if the ref or its reflog is missing. ``git push --force-if-includes`` checks only the
    newest commit in this way (remote.c, is_reachable_in_reflog). The reflogs of remote-tracking
    branches are not read: they contain everything that was fetched.
    """
    result = git.try_run("log", "-g", "--format=%H", "--no-show-signature", ref, "--")
    reflog = sorted(set(os.fsdecode(result.out).split()))
    if result.code != 0 or not reflog:
        return None
    listing = "".join(f"^{each}\n" for each in reflog)
    # An entry whose commit was pruned is ignored.
    command = ("rev-list", "--ignore-missing", "--stdin", commit)
    return frozenset(os.fsdecode(git.run(*command, data=listing.encode())).split())


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
