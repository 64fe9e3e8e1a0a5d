"""Rebase a branch; if that fails, rebase it without its squash-merged commits.

These the target has as one commit. The rebase is a dry run: it runs in a scratch repository.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hookkit.branches.dry_run_rebase import (
    RebaseResult,
    RebaseStop,
    ReplayedCommit,
    dry_run_branch_rebase,
)
from hookkit.branches.sync.find_squash_merge import SquashMerge, find_squash_merge
from hookkit.git.compare_histories import UnmergedCommits
from hookkit.git.runner import Git
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


class SyncRebaseDryRun(NamedTuple):
    """The topic with the commits to rebase, and the result of ``dry_run_branch_rebase``.

    ``result`` is None if the target has all changes of the topic, or all its commits as one.
    """

    topic: Topic
    result: RebaseResult | RebaseStop | None

    @property
    def oldest_id(self) -> str:
        """The id of the oldest commit that is or would be rewritten."""
        if isinstance(self.result, RebaseResult) and self.result.picked_commits:
            return self.result.picked_commits[0].old_commit.id
        return self.topic.unmerged_commits.commits[0].id


def dry_run_sync_rebase(
    git: Git, topic: Topic, check_new_tip: Callable[[Git, str], None]
) -> SyncRebaseDryRun:
    """Rebase a branch in a scratch repository; nothing in the repository itself moves.

    If the rebase stops or may lose something, and the target has the first commits as one commit
    (a squash merge), only the commits above them are rebased. ``check_new_tip`` is as in
    ``dry_run_branch_rebase``.
    """
    commits = topic.unmerged_commits.commits
    result = dry_run_branch_rebase(git, topic.onto, commits, check_new_tip)
    if result is None or (isinstance(result, RebaseResult) and not result.differing_paths):
        return SyncRebaseDryRun(topic, result)
    squash_merge = find_squash_merge(git, topic.onto, commits)
    if squash_merge is None:
        return SyncRebaseDryRun(topic, result)
    remaining_commits = commits[squash_merge.commit_count :]
    if not remaining_commits:
        return SyncRebaseDryRun(topic, None)
    remaining_topic = topic._replace(
        unmerged_commits=topic.unmerged_commits._replace(commits=remaining_commits),
        squash_merge=squash_merge,
    )
    result = dry_run_branch_rebase(
        git, topic.onto, remaining_commits, check_new_tip, squash_merge.last_id
    )
    if isinstance(result, RebaseResult):
        squashed_steps = tuple(
            ReplayedCommit(each, None) for each in commits[: squash_merge.commit_count]
        )
        result = result._replace(replayed_commits=(*squashed_steps, *result.replayed_commits))
    return SyncRebaseDryRun(remaining_topic, result)
