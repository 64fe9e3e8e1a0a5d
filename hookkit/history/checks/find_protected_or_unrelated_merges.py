"""Find merges of another protected branch, and merges of an unrelated history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.ancestry import Ancestry, CommitRange, first_parent_root
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import protected_branches

MAX_SINGLE_LOOKUPS = 20
"""Up to this number of merges, git is started for each; for more, the history is read once."""


class ProtectedOrUnrelatedMerges(NamedTuple):
    """The ids of merges of another protected branch, and of merges of an unrelated history."""

    merges_of_protected: frozenset[str] = frozenset()
    merges_of_unrelated: frozenset[str] = frozenset()


def find_protected_or_unrelated_merges(
    git: Git,
    tip: str,
    merges: Sequence[LogCommit],
    protected: Sequence[str],
    branch: str,
    complete_range: CommitRange | None = None,
) -> ProtectedOrUnrelatedMerges:
    """Find the merges of another protected branch, and those of an unrelated history.

    ``merges`` are in the history of ``tip``. ``protected`` are globs, ``branch`` is the name of the
    branch that the merges are on. ``complete_range`` is the range from ``tip`` down to a single
    base, None if there is none.
    """
    if len(merges) > MAX_SINGLE_LOOKUPS:
        return _find_among_many(git, tip, merges, protected, branch, complete_range)
    # Another protected branch was merged if it has the second parent, and not the merge.
    merges_of_protected = (
        each.id
        for each in merges
        if protected
        and protected_branches(
            git, protected, branch, f"--contains={each.parents[1]}", f"--no-contains={each.id}"
        )
    )
    merges_of_unrelated = (
        each.id
        for each in merges
        if len({first_parent_root(git, side) for side in each.parents[:2]}) > 1
    )
    return ProtectedOrUnrelatedMerges(
        frozenset(merges_of_protected), frozenset(merges_of_unrelated)
    )


def _find_among_many(
    git: Git,
    tip: str,
    merges: Sequence[LogCommit],
    protected: Sequence[str],
    branch: str,
    complete_range: CommitRange | None,
) -> ProtectedOrUnrelatedMerges:
    other_tips = {each.id for each in protected_branches(git, protected, branch)}
    if complete_range is not None and other_tips <= complete_range.commits_by_id.keys():
        ancestry = Ancestry(
            {commit_id: each.parents for commit_id, each in complete_range.commits_by_id.items()}
        )
    else:
        ancestry = Ancestry.read(git, tip, *other_tips)
    merges_of_protected = set[str]()
    for tip_id in other_tips:
        reachable_ids = ancestry.reachable([tip_id])
        merges_of_protected |= {
            each.id
            for each in merges
            if each.parents[1] in reachable_ids and each.id not in reachable_ids
        }
    merges_of_unrelated = {
        each.id
        for each in merges
        if ancestry.root(each.parents[0]) != ancestry.root(each.parents[1])
    }
    return ProtectedOrUnrelatedMerges(
        frozenset(merges_of_protected), frozenset(merges_of_unrelated)
    )
