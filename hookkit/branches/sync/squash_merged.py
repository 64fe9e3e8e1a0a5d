"""The oldest commits of a branch that its target has in another form, as after a squash merge.

With two or more commits on the same lines git's own rebase stops there, because it looks for each
of them alone. Only the content is compared, never the names of branches.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from hookkit.git.commits import Commit, read_commit
from hookkit.git.differences import change_ids, differences
from hookkit.git.log import log_rows
from hookkit.git.refs import HEADS, REMOTES, reflog_ids
from hookkit.git.runner import Git

MAX_COMMITS = 1_000
"""How many commits of the target are looked at."""

MAX_TIPS = 50
"""How many tips of other branches, and steps of HEAD's reflog, are looked at."""

MAX_MERGES = 40
"""How many merges are tried, to recognize a squash whose context lines differ."""


class SquashMerged(NamedTuple):
    """The first ``number`` commits of a line, which the target has as the commit ``by``.

    ``last`` is the id of the last of them.
    """

    number: int
    last: str
    by: Commit


def find_squash_merged(git: Git, onto: str, line: Sequence[Commit]) -> SquashMerged | None:
    """Find how many of the oldest commits of ``line`` the target at ``onto`` has as one commit.

    None where there is no such commit. Its change is the one that they make together, or that of a
    branch which goes on from them; or it has the files of a merge of them.
    """
    straight = list(takewhile(lambda each: len(each.parents) == 1, line))
    if not straight:
        return None
    base = straight[0].parents[0]
    target_commits = _commits_of_target(git, onto, base, straight[-1].id)
    if not target_commits:
        return None
    by_change = {change: commit for commit, change in change_ids(git, target_commits).items()}
    ends = {each.id: number for number, each in enumerate(straight, 1)}
    ends |= _other_tips(git, straight, ends)
    changes = change_ids(git, dict.fromkeys(ends, base))
    found = [(number, by_change.get(changes.get(tip, ""), "")) for tip, number in ends.items()]
    number, by = max((each for each in found if each[1]), default=(0, ""))
    if not number:
        number, by = _by_merge(git, target_commits, straight, base)
    return SquashMerged(number, straight[number - 1].id, read_commit(git, by)) if number else None


def _commits_of_target(git: Git, onto: str, base: str, tip: str) -> dict[str, str]:
    """Give the commits that touch files of the branch, newest first, each with its first parent."""
    paths = [os.fsdecode(each.path) for each in differences(git, base, tip)]
    limits = ("--first-parent", f"--max-count={MAX_COMMITS}", onto, f"^{base}", "--")
    literal = [f":(literal){path}" for path in paths] if len(paths) <= MAX_TIPS else []
    rows = log_rows(git, ("%H", "%P"), *limits, *literal)
    return {name: parents.split()[0] for name, parents in rows if parents}


def _other_tips(git: Git, line: Sequence[Commit], on_line: Iterable[str]) -> dict[str, int]:
    """Give tips that descend from commits of ``line``, each with how many of them it contains."""
    known = git.lines("for-each-ref", "--format=%(objectname)", HEADS, REMOTES)
    known += reflog_ids(git, "HEAD", MAX_COMMITS)
    oldest = line[0].id
    names = "".join(f"{each}\n" for each in [f"^{oldest}", *dict.fromkeys(known)])
    walk = ("rev-list", "--ignore-missing", "--ancestry-path", "--stdin")
    above = {*os.fsdecode(git.ask(*walk, data=names.encode()).out).splitlines()}
    tips = [each for each in dict.fromkeys(known) if each in above.difference(on_line)]
    numbers = {each.id: number for number, each in enumerate(line, 1)}
    shared = {tip: git.line("merge-base", tip, line[-1].id) for tip in tips[:MAX_TIPS]}
    return {tip: numbers[commit] for tip, commit in shared.items() if commit in numbers}


def _by_merge(
    git: Git, target_commits: Mapping[str, str], line: Sequence[Commit], base: str
) -> tuple[int, str]:
    """Find the target commit whose tree is that of a merge of the oldest commits of ``line``."""
    pairs = list(_with_same_paths(git, target_commits, line, base))[:MAX_MERGES]
    for number, commit in pairs:
        # git 2.38
        command = ("merge-tree", "--write-tree", target_commits[commit], line[number - 1].id)
        answer = git.ask(*command)
        tree = git.line("rev-parse", f"{commit}^{{tree}}")
        if answer.code == 0 and os.fsdecode(answer.out).partition("\n")[0] == tree:
            return number, commit
    return 0, ""


def _with_same_paths(
    git: Git, target_commits: Mapping[str, str], line: Sequence[Commit], base: str
) -> Iterator[tuple[int, str]]:
    """Give pairs with the same changed files: most commits, and oldest of the target, first."""
    oldest = dict(list(target_commits.items())[-MAX_MERGES:])
    paths = {commit: _paths(git, parent, commit) for commit, parent in oldest.items()}
    for number in range(min(len(line), MAX_MERGES), 0, -1):
        changed = _paths(git, base, line[number - 1].id)
        yield from ((number, commit) for commit in reversed(paths) if paths[commit] == changed)


def _paths(git: Git, old: str, new: str) -> frozenset[bytes]:
    return frozenset(each.path for each in differences(git, old, new))
