"""The branches of a merge: the topic, the target, and the branch that HEAD is on."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from hookkit.branches.fetch_remote_branch import remote_of_ref
from hookkit.branches.require_movable_branch import (
    require_not_in_other_worktree,
    require_worktree_without_operation,
)
from hookkit.branches.resolve_target import find_topic_target, missing_target_error
from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.compare_histories import count_ahead_behind
from hookkit.git.refs import HEADS, REMOTES, head_ref
from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref
from hookkit.history.refs.target_branch import short_target_name
from hookkit.history.refs.upstream_branch import branch_and_upstream
from hookkit.settings.definitions import Settings


class BranchesOfMerge(NamedTuple):
    """A merge of ``topic``, a local or remote-tracking branch, into the local branch ``target``.

    ``first_parent`` is the branch whose commit is the first parent of the merge: the target, or the
    target's upstream if the target is only behind it. HEAD is on ``head_branch`` (a full name), at
    the commit ``head_commit``. ``is_topic_in_other_worktree`` is whether another worktree is on the
    topic.
    """

    topic: BranchRef
    target: BranchRef
    first_parent: BranchRef
    head_branch: str
    head_commit: str
    is_topic_in_other_worktree: bool = False


def find_branches_of_merge(git: Git, settings: Settings, name: str | None) -> BranchesOfMerge:
    """Find the branch ``name``, by default the current one, and its target.

    Raises WrongUsage if both are the same branch, Refused if HEAD is on no branch, or if the target
    is unknown, not a local branch or in use in another worktree, and EnvironmentFailed if there is
    no such branch, commit or worktree.
    """
    head_branch, head_commit = _head_branch_and_commit(git)
    topic = _find_topic(git, name or head_branch)
    wanted_target = find_topic_target(git, settings, topic.name if topic.is_local else None)
    if wanted_target is None:
        raise missing_target_error(git, settings, "the branch to merge into")
    target = branches_by_ref(git, [HEADS + wanted_target.name]).get(HEADS + wanted_target.name)
    if target is None:
        target_name = short_target_name(git, wanted_target)
        sentence = f"{wanted_target.name} is not a branch here, only {target_name} is"
        raise Refused(
            sentence, shlex.join(["git", "branch", "--track", wanted_target.name, target_name])
        )
    if topic.ref == target.ref:
        sentence = f"others are merged into {target.name}: name the branch to merge"
        raise WrongUsage(sentence, shlex.join(["git", "branch", "--no-merged", target.short_name]))
    worktrees = branches_checked_out_elsewhere(git)
    if target.ref != head_branch and target.ref in worktrees:
        change_folder = shlex.join(["cd", worktrees[target.ref]])
        retry_command = shlex.join(["hookkit", "merge", topic.name])
        sentence = f"{target.name} is in use in {worktrees[target.ref]}"
        raise Refused(sentence, f"{change_folder} && {retry_command}")
    require_not_in_other_worktree(git, target.name)
    return BranchesOfMerge(topic, target, target, head_branch, head_commit, topic.ref in worktrees)


def _head_branch_and_commit(git: Git) -> tuple[str, str]:
    """Give the branch that HEAD is on, and its commit."""
    require_worktree_without_operation(git)
    head_branch, head_commit = head_ref(git), git.resolve("HEAD")
    if head_branch is None or not head_branch.startswith(HEADS):
        raise Refused("HEAD is on no branch: switch to one before a merge", "git switch -c topic")
    if head_commit is None:
        name = head_branch.removeprefix(HEADS)
        raise EnvironmentFailed(f"{name} has no commit yet", "git commit")
    return head_branch, head_commit


def _find_topic(git: Git, name: str) -> BranchRef:
    name_alone = name.removeprefix(HEADS).removeprefix(REMOTES)
    refs = [HEADS + name_alone, REMOTES + name_alone]
    branches = branches_by_ref(git, refs)
    for ref in refs:
        if ref in branches:
            return branches[ref]
    raise EnvironmentFailed(f"there is no branch {name!r} here", "git branch --all")


def with_upstream_as_first_parent(
    git: Git, branches: BranchesOfMerge, with_rebase: bool
) -> tuple[BranchesOfMerge, int]:
    """Make the target's upstream the first parent, and give the number of its new commits.

    The branches stay as they are, with 0 commits, unless the upstream has the same name and is
    ahead of the target, the target has no commits of its own, and the topic contains the upstream
    or will be rebased on it.
    """
    topic, target = branches.topic, branches.target
    _, upstream = branch_and_upstream(git, target.name)
    if upstream is None or upstream.id == topic.id or not _is_same_branch(git, target, upstream):
        return branches, 0
    ahead, behind = count_ahead_behind(git, target.id, upstream.id) or (0, 0)
    if ahead or not behind or not (with_rebase or _contains(git, topic.id, upstream.id)):
        return branches, 0
    return branches._replace(first_parent=upstream), behind


def _is_same_branch(git: Git, target: BranchRef, upstream: BranchRef) -> bool:
    """Whether ``upstream`` is the target's own branch at a remote."""
    remote = remote_of_ref(git, upstream.ref)
    return remote is not None and upstream.ref == f"{REMOTES}{remote}/{target.name}"


def _contains(git: Git, tip: str, commit: str) -> bool:
    counts = count_ahead_behind(git, tip, commit)
    return counts is not None and counts[1] == 0
