"""The merges from a commit to a branch: by which merges the commit came into the branch."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from hookkit.git.compare_histories import may_lack_commits
from hookkit.git.runner import Git

SEARCH_MARGIN = 64
"""How many commits after the date of a commit are searched first; then the whole branch is."""


class MergeAndParent(NamedTuple):
    """The id of a merge, and the index of its parent that had the commit (1: the second parent)."""

    id: str
    parent_index: int


class MergesToBranch(NamedTuple):
    """How a commit came into a branch.

    If ``answer`` is "yes", ``merges`` are the merges, the innermost first; they are empty if the
    commit was made on the branch itself. If it is "unknown", ``merges`` are the merges in this
    clone, and commits that the clone lacks could change them. If it is "no", the branch does not
    have the commit.
    """

    answer: Literal["yes", "no", "unknown"]
    merges: tuple[MergeAndParent, ...] = ()


def find_merges(
    git: Git, commit: str, tip: str, commit_time: int, excluded: Sequence[str] = ()
) -> MergesToBranch:
    """Find the merges by which ``commit`` came into the branch that is at ``tip`` (both ids).

    ``commit_time`` is the commit's date (seconds UTC): if it is wrong, the search takes longer and
    finds the same. ``excluded`` are commits that do not descend from ``commit``: their history is
    not searched.
    """
    if commit == tip:
        return MergesToBranch("yes")
    exclusions = [f"^{each}" for each in excluded]
    line = _first_parents(git, commit, tip, exclusions)
    if line is None:
        return MergesToBranch("unknown")
    if line and line[-1].parent == commit:
        return MergesToBranch("yes")
    for start in _starting_points(line, commit_time):
        parents_by_id = _descendants(git, commit, start, exclusions)
        if parents_by_id is None:
            return MergesToBranch("unknown")
        if parents_by_id:
            merges = _merges_down_to(parents_by_id, commit, start)
            # The parents before that index do not have the commit, unless their history is cut off.
            others = [
                parent for each in merges for parent in parents_by_id[each.id][: each.parent_index]
            ]
            return MergesToBranch(
                "unknown" if may_lack_commits(git, others, commit) else "yes", merges[::-1]
            )
    return MergesToBranch("unknown" if may_lack_commits(git, [tip], commit) else "no")


class _FirstParentCommit(NamedTuple):
    id: str
    parent: str
    commit_time: int


def _first_parents(
    git: Git, commit: str, tip: str, exclusions: Sequence[str]
) -> list[_FirstParentCommit] | None:
    """Give the first-parent line of ``commit..tip``, the newest first."""
    rows = _rows(git, "--first-parent", "--parents", "--timestamp", tip, f"^{commit}", *exclusions)
    if rows is None:
        return None
    return [
        _FirstParentCommit(each[1], each[2] if len(each) > 2 else "", int(each[0])) for each in rows
    ]


def _starting_points(line: Sequence[_FirstParentCommit], commit_time: int) -> list[str]:
    """Give the commits from which to search down: one a little later than the date, then the tip.

    Most commits are merged soon, and without a commit-graph git reads every commit between.
    """
    later = [index for index, each in enumerate(line) if each.commit_time >= commit_time]
    first = max(later[-1] - SEARCH_MARGIN, 0) if later else 0
    return list(dict.fromkeys(line[index].id for index in (first, 0) if index < len(line)))


def _descendants(
    git: Git, commit: str, start: str, exclusions: Sequence[str]
) -> dict[str, list[str]] | None:
    """Give the parents of each commit on a path from ``start`` down to ``commit``."""
    # With several excluded commits, --ancestry-path would give the descendants of any of them.
    order = ("--topo-order", "--reverse") if exclusions else ("--ancestry-path",)
    rows = _rows(git, *order, "--parents", start, f"^{commit}", *exclusions)
    if rows is None:
        return None
    parents_by_id: dict[str, list[str]] = {}
    for name, *parents in rows:
        if not exclusions or any(each == commit or each in parents_by_id for each in parents):
            parents_by_id[name] = parents
    return parents_by_id


def _merges_down_to(
    parents_by_id: Mapping[str, Sequence[str]], commit: str, start: str
) -> tuple[MergeAndParent, ...]:
    """Go down from ``start`` to ``commit``, by first parents as long as they have the commit."""
    merges = []
    while start in parents_by_id:
        first, *others = parents_by_id[start]
        if first == commit or first in parents_by_id:
            start = first
            continue
        index = next(n for n, each in enumerate(others) if each == commit or each in parents_by_id)
        merges.append(MergeAndParent(start, index + 1))
        start = others[index]
    return tuple(merges)


def _rows(git: Git, *arguments: str) -> list[list[str]] | None:
    """Run ``git rev-list``; None if it fails, as for a commit that is not in this clone."""
    result = git.try_run("rev-list", *arguments, "--")
    if result.code != 0:
        return None
    return [line.split() for line in os.fsdecode(result.out).splitlines()]
