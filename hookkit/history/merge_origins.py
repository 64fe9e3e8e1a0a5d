"""Which merges brought in another protected branch, or an unrelated history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.ancestry import Ancestry, first_parent_root
from hookkit.git.commit_range import CommitRange
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.refs.targets import is_kept_elsewhere, protected_branches

FEW = 20
"""Up to so many merges, git is started for each; for more, the whole history is read once."""


class Origins(NamedTuple):
    """The ids of the merges of another protected branch, and of those of an unrelated history."""

    protected: frozenset[str] = frozenset()
    unrelated: frozenset[str] = frozenset()


def merge_origins(
    git: Git,
    tip: str,
    merges: Sequence[LogCommit],
    protected: Sequence[str],
    branch: str,
    closed: CommitRange | None = None,
) -> Origins:
    """Find where the second parents of ``merges`` come from; ``tip`` has all of the merges.

    ``protected`` are globs, ``branch`` is the name of the branch that the merges are on. ``closed``
    is a range of ``tip`` down to one commit, None where that is not known.
    """
    if len(merges) > FEW:
        return _of_many(git, tip, merges, protected, branch, closed)
    elsewhere = (
        each.id
        for each in merges
        if protected and is_kept_elsewhere(git, each.parents[1], protected, branch, each.id)
    )
    unrelated = (
        each.id
        for each in merges
        if len({first_parent_root(git, side) for side in each.parents[:2]}) > 1
    )
    return Origins(frozenset(elsewhere), frozenset(unrelated))


def _of_many(
    git: Git,
    tip: str,
    merges: Sequence[LogCommit],
    protected: Sequence[str],
    branch: str,
    closed: CommitRange | None,
) -> Origins:
    others = {each.id for each in protected_branches(git, protected, branch)}
    if closed is not None and others <= closed.entries.keys():
        known = Ancestry({name: each.parents for name, each in closed.entries.items()})
    else:
        known = Ancestry.read(git, tip, *others)
    elsewhere = set[str]()
    for other in others:
        has = known.reachable([other])
        elsewhere |= {each.id for each in merges if each.parents[1] in has and each.id not in has}
    unrelated = {
        each.id for each in merges if known.root(each.parents[0]) != known.root(each.parents[1])
    }
    return Origins(frozenset(elsewhere), frozenset(unrelated))
