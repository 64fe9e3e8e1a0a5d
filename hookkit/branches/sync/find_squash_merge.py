"""Find the oldest commits of a branch that its target has as one commit, by a squash merge.

``git rebase`` compares each commit alone, and stops if two of the commits change the same lines.
Here the content is compared, never the names of branches.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from hookkit.git.commits import Commit, read_commit
from hookkit.git.differing_paths import differences
from hookkit.git.log import log_rows
from hookkit.git.patch_ids import patch_ids_from_bases
from hookkit.git.refs import HEADS, REMOTES, reflog_ids
from hookkit.git.runner import Git

MAX_COMMITS = 1_000
"""The maximum number of commits of the target to compare, and of entries of HEAD's reflog."""

MAX_TIPS = 50
"""The maximum number of other tips to compare: of branches, and from HEAD's reflog."""

MAX_PATHSPECS = 50
"""The maximum number of paths by which the commits of the target are chosen."""

MAX_MERGES = 40
"""The maximum number of trial merges, which recognize a squash with other context lines."""


class SquashMerge(NamedTuple):
    """The first ``commit_count`` commits of a branch, which the target has as ``squash_commit``.

    ``last_id`` is the id of the last of these commits.
    """

    commit_count: int
    last_id: str
    squash_commit: Commit


def find_squash_merge(git: Git, onto: str, commits: Sequence[Commit]) -> SquashMerge | None:
    """Find the first ``commits`` that the target at ``onto`` has as one commit, None if none.

    That one commit has the combined change of these commits, or of a branch that descends from
    them, or it has the files of a merge of these commits.
    """
    linear_commits = list(takewhile(lambda each: len(each.parents) == 1, commits))
    if not linear_commits:
        return None
    base = linear_commits[0].parents[0]
    target_commits = _commits_of_target(git, onto, base, linear_commits[-1].id)
    if not target_commits:
        return None
    commits_by_patch_id = {
        patch_id: commit for commit, patch_id in patch_ids_from_bases(git, target_commits).items()
    }
    counts = {each.id: count for count, each in enumerate(linear_commits, 1)}
    counts |= _other_tips(git, linear_commits, counts)
    patch_ids_by_tip = patch_ids_from_bases(git, dict.fromkeys(counts, base))
    matches = [
        (count, commits_by_patch_id.get(patch_ids_by_tip.get(tip, ""), ""))
        for tip, count in counts.items()
    ]
    count, target_commit = max((each for each in matches if each[1]), default=(0, ""))
    if not count:
        count, target_commit = _find_by_merge(git, target_commits, linear_commits, base)
    return (
        SquashMerge(count, linear_commits[count - 1].id, read_commit(git, target_commit))
        if count
        else None
    )


def _commits_of_target(git: Git, onto: str, base: str, tip: str) -> dict[str, str]:
    """Map the target's commits that touch files of the branch, newest first, to first parents."""
    paths = [os.fsdecode(each.path) for each in differences(git, base, tip)]
    limits = ("--first-parent", f"--max-count={MAX_COMMITS}", onto, f"^{base}", "--")
    pathspecs = [f":(literal){path}" for path in paths] if len(paths) <= MAX_PATHSPECS else []
    rows = log_rows(git, ("%H", "%P"), *limits, *pathspecs)
    return {name: parents.split()[0] for name, parents in rows if parents}


def _other_tips(git: Git, commits: Sequence[Commit], known_tips: Iterable[str]) -> dict[str, int]:
    """Map other tips that descend from some of ``commits`` to the number of these commits."""
    all_tips = git.lines("for-each-ref", "--format=%(objectname)", HEADS, REMOTES)
    all_tips += reflog_ids(git, "HEAD", MAX_COMMITS)
    oldest_id = commits[0].id
    revisions = "".join(f"{each}\n" for each in [f"^{oldest_id}", *dict.fromkeys(all_tips)])
    command = ("rev-list", "--ignore-missing", "--ancestry-path", "--stdin")
    descendants = {*os.fsdecode(git.try_run(*command, data=revisions.encode()).out).splitlines()}
    tips = [each for each in dict.fromkeys(all_tips) if each in descendants.difference(known_tips)]
    counts = {each.id: count for count, each in enumerate(commits, 1)}
    merge_bases = {tip: git.line("merge-base", tip, commits[-1].id) for tip in tips[:MAX_TIPS]}
    return {tip: counts[commit] for tip, commit in merge_bases.items() if commit in counts}


def _find_by_merge(
    git: Git, target_commits: Mapping[str, str], commits: Sequence[Commit], base: str
) -> tuple[int, str]:
    """Find the target commit with the tree of a merge of the first ``commits``, (0, "") if none."""
    pairs = list(_pairs_with_same_paths(git, target_commits, commits, base))[:MAX_MERGES]
    for count, commit in pairs:
        # git 2.38
        command = ("merge-tree", "--write-tree", target_commits[commit], commits[count - 1].id)
        git_result = git.try_run(*command)
        tree = git.line("rev-parse", f"{commit}^{{tree}}")
        if git_result.code == 0 and os.fsdecode(git_result.out).partition("\n")[0] == tree:
            return count, commit
    return 0, ""


def _pairs_with_same_paths(
    git: Git, target_commits: Mapping[str, str], commits: Sequence[Commit], base: str
) -> Iterator[tuple[int, str]]:
    """Give pairs (number of commits, target commit) with the same changed files.

    Pairs with the most commits come first, and of these, the oldest target commits.
    """
    oldest_commits = dict(list(target_commits.items())[-MAX_MERGES:])
    paths = {
        commit: _changed_paths(git, parent, commit) for commit, parent in oldest_commits.items()
    }
    for count in range(min(len(commits), MAX_MERGES), 0, -1):
        changed = _changed_paths(git, base, commits[count - 1].id)
        yield from ((count, commit) for commit in reversed(paths) if paths[commit] == changed)


def _changed_paths(git: Git, old: str, new: str) -> frozenset[bytes]:
    return frozenset(each.path for each in differences(git, old, new))
