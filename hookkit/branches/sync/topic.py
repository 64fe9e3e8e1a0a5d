"""A topic with its target, and its commits that a rebase recreates."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.branches.sync.find_squash_merge import SquashMerge
from hookkit.git.compare_histories import UnmergedCommits
from hookkit.history.refs.target_branch import Target


class Topic(NamedTuple):
    """A topic at the commit ``tip``, and its target at the commit ``onto``.

    ``unmerged_commits`` are the topic's commits that the target lacks, except ``squash_merge``:
    commits that the target has as one commit, None if there are none.
    """

    branch: str
    tip: str
    target: Target
    onto: str
    unmerged_commits: UnmergedCommits
    squash_merge: SquashMerge | None = None
