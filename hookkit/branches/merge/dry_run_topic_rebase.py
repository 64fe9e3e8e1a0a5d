"""Rebase a topic on its target before the merge, in a scratch repository."""

from __future__ import annotations

import shlex
from typing import NamedTuple, NoReturn

from hookkit.branches.branches_affected_by_rewrite import find_affected_branches
from hookkit.branches.checkout import require_move_possible
from hookkit.branches.dry_run_rebase import RebaseResult, RebaseStop
from hookkit.branches.merge.branches_of_merge import BranchesOfMerge
from hookkit.branches.require_movable_branch import require_not_in_other_worktree
from hookkit.branches.resolve_target import find_topic_target
from hookkit.branches.sync.dry_run_sync_rebase import Topic, dry_run_sync_rebase
from hookkit.branches.sync.rebase_refusals import (
    conflict_refusal,
    merges_refusal,
    rebase_differs_from_merge_refusal,
)
from hookkit.errors import Refused
from hookkit.git.compare_histories import unmerged_commits
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.refs.target_branch import Target
from hookkit.settings.definitions import Settings


class RebasedTopic(NamedTuple):
    """The result of a topic's rebase, None if the target has all changes of the topic.

    ``other_branches`` are local branches with the old commits. ``push_commands`` are the commands
    that a pushed topic needs.
    """

    rebase_result: RebaseResult | None
    other_branches: tuple[str, ...] = ()
    push_commands: tuple[str, ...] = ()


def dry_run_topic_rebase(git: Git, settings: Settings, branches: BranchesOfMerge) -> RebasedTopic:
    """Rebase the topic on the first parent of the merge; nothing in the repository moves.

    Raises Refused if the rebase has a conflict or could lose somebody's work.
    """
    topic = _topic(git, branches)
    if topic.unmerged_commits.from_merges:
        _refuse(branches, merges_refusal(git, topic))
    dry_run = dry_run_sync_rebase(
        git, topic, lambda scratch, new: require_move_possible(scratch, branches.head_commit, new)
    )
    topic, rebase_outcome = dry_run.topic, dry_run.result
    known_target, target_name = find_topic_target(git, settings, topic.branch), branches.target.name
    affected = find_affected_branches(
        git, [topic.branch], known_target, dry_run.oldest_id, target_name
    )
    if isinstance(rebase_outcome, RebaseStop):
        _refuse(branches, conflict_refusal(git, topic, rebase_outcome))
    if rebase_outcome is None or not rebase_outcome.picked_commits:
        return RebasedTopic(None)
    if rebase_outcome.differing_paths:
        _refuse(
            branches, rebase_differs_from_merge_refusal(git, topic, rebase_outcome.differing_paths)
        )
    return RebasedTopic(rebase_outcome, *affected)


def _topic(git: Git, branches: BranchesOfMerge) -> Topic:
    topic_branch, onto = branches.topic, branches.first_parent
    if not topic_branch.is_local:
        name = topic_branch.name.partition("/")[2]
        sentence = f"{topic_branch.name} is of a remote: only a branch that is here can be rebased"
        raise Refused(sentence, shlex.join(["git", "branch", "--track", name, topic_branch.name]))
    if topic_branch.worktree and topic_branch.ref != branches.head_branch:
        sentence = f"{topic_branch.name} is checked out in {topic_branch.worktree}: rebase it there"
        raise Refused(sentence, f"(cd {shlex.quote(topic_branch.worktree)} && hookkit sync)")
    require_not_in_other_worktree(git, topic_branch.name)
    unmerged = unmerged_commits(git, onto.id, topic_branch.id)
    return Topic(topic_branch.name, topic_branch.id, Target(onto.name, onto.ref), onto.id, unmerged)


def _refuse(branches: BranchesOfMerge, refusal: Refused) -> NoReturn:
    is_on_topic = branches.topic.ref == branches.head_branch
    switch = "" if is_on_topic else f"git switch {shlex.quote(branches.topic.name)}"
    raise Refused(refusal.message, join_commands(switch, refusal.repair or ""))
