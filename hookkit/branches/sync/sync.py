"""The steps of ``hookkit sync``: fetch, check, rebase in a scratch repository, move."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.branches_affected_by_rewrite import find_affected_branches
from hookkit.branches.checkout import (
    CheckoutMove,
    check_out_with_edits,
    require_move_possible,
    submodules_to_update,
)
from hookkit.branches.dry_run_rebase import RebaseResult, RebaseStop
from hookkit.branches.fetch_remote_branch import (
    RemoteTrackingBranch,
    find_tracking_branch,
    remote_of_ref,
)
from hookkit.branches.push_command_after_rewrite import push_command_after_rebase
from hookkit.branches.push_destination import remote_branches_of
from hookkit.branches.require_movable_branch import (
    require_current_branch,
    require_not_in_other_worktree,
    require_worktree_without_operation,
)
from hookkit.branches.resolve_target import ResolvedTarget, resolve_target
from hookkit.branches.rewritten_commits import copy_notes_and_corrections, recreate_rebased_commits
from hookkit.branches.sync.dry_run_sync_rebase import (
    SyncRebaseDryRun,
    Topic,
    dry_run_sync_rebase,
)
from hookkit.branches.sync.rebase_refusals import (
    merges_refusal,
    rebase_differs_from_merge_refusal,
    require_common_commit,
    require_no_new_remote_commits,
    resolvable_conflict_refusal,
)
from hookkit.branches.sync.sync_results import SyncResult
from hookkit.errors import Refused
from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.commits import read_commit
from hookkit.git.compare_histories import count_ahead_behind, has_merges, unmerged_commits
from hookkit.git.refs import HEADS
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref
from hookkit.history.refs.stacked_branches import local_branch_refs_up_to, read_stacked_branches
from hookkit.history.refs.upstream_branch import branch_and_upstream
from hookkit.operation_log.entry import RefChange, ValueChange
from hookkit.operation_log.stopped_sync_entry import SYNC_KIND
from hookkit.phrases import plural
from hookkit.settings.definitions import Settings


def sync(git: Git, settings: Settings, is_dry: bool, with_fetch: bool) -> SyncResult:
    """Bring the branch that HEAD is on up to date with its target.

    If ``with_fetch``, the target is fetched first. If ``is_dry``, the branch stays. Raises Refused
    if the rebase has a conflict or could lose somebody's work, and EnvironmentFailed if there is no
    commit or no worktree. Only the fetch has moved refs then.
    """
    require_worktree_without_operation(git)
    branch = require_current_branch(git, "to bring up to its target")
    require_not_in_other_worktree(git, branch)
    tip = read_commit(git, HEADS + branch).id
    if is_protected(branch, settings.protected):
        return _sync_with_upstream(git, branch, tip, is_dry, with_fetch)
    resolved_target = resolve_target(git, settings, with_fetch, branch)
    if resolved_target.target.name == branch:
        return _sync_with_upstream(
            git,
            branch,
            tip,
            is_dry,
            with_fetch=False,
            tracking_branch=resolved_target.tracking_branch,
        )
    tracking_branches = _tracking_branches(git, branch, resolved_target, with_fetch)
    initial_result = SyncResult(
        branch,
        resolved_target.target.display_name,
        resolved_target.commit_id,
        tracking_branches,
        tip,
    )
    return _sync_topic(git, settings, resolved_target, initial_result, is_dry)


def _tracking_branches(
    git: Git, branch: str, resolved_target: ResolvedTarget, with_fetch: bool
) -> tuple[RemoteTrackingBranch, ...]:
    """Give the target's branch at its remote, and the branch itself at any other remote."""
    tracking_branches = [resolved_target.tracking_branch] if resolved_target.tracking_branch else []
    for ref in branches_by_ref(git, list(remote_branches_of(git, branch, resolved_target.target))):
        remote = remote_of_ref(git, ref)
        if remote is not None and all(each.remote != remote for each in tracking_branches):
            tracking_branches.append(find_tracking_branch(git, remote, ref, with_fetch))
    return tuple(tracking_branches)


def _sync_with_upstream(
    git: Git,
    branch: str,
    tip: str,
    is_dry: bool,
    with_fetch: bool,
    tracking_branch: RemoteTrackingBranch | None = None,
) -> SyncResult:
    upstream = _require_upstream(git, branch)
    remote = remote_of_ref(git, upstream.ref)
    if tracking_branch is None and remote is not None:
        tracking_branch = find_tracking_branch(git, remote, upstream.ref, with_fetch)
        upstream = _require_upstream(git, branch)
    initial_result = SyncResult(
        branch, upstream.name, upstream.id, (tracking_branch,) if tracking_branch else (), tip
    )
    return _fast_forward_to_upstream(git, upstream, initial_result, is_dry)


def _require_upstream(git: Git, branch: str) -> BranchRef:
    """Give the upstream of ``branch``. Raises Refused if there is none."""
    _, upstream = branch_and_upstream(git, branch)
    if upstream is None:
        sentence = f"{branch} follows no branch of a remote: there is nothing to bring it up to"
        remotes = remote_names(git)
        push = f"git push -u {shlex.quote(remotes[0])} {shlex.quote(branch)}" if remotes else ""
        raise Refused(sentence, push or "git remote add origin URL")
    return upstream


def _diverged_repair(git: Git, initial_result: SyncResult, upstream: BranchRef) -> str:
    """Give the repair: a rebase that recreates merges, or a new branch for the commits."""
    option = "--rebase-merges"
    has_merge = has_merges(git, upstream.id, initial_result.old_tip)
    if (
        has_merge
        and try_rebase(git, [initial_result.old_tip], upstream.id, option).gives_expected_files
    ):
        return rebase_command(
            option, shlex.quote(upstream.short_name), shlex.quote(initial_result.branch)
        )
    branch = f"git branch NEW-BRANCH {shlex.quote(initial_result.branch)}"
    return join_commands(branch, f"git reset --keep {shlex.quote(upstream.short_name)}")


def _fast_forward_to_upstream(
    git: Git, upstream: BranchRef, initial_result: SyncResult, is_dry: bool
) -> SyncResult:
    """Fast-forward a branch to its upstream; if ``is_dry``, change nothing.

    Raises Refused if both have commits that the other lacks: its own belong on a topic.
    """
    counts = count_ahead_behind(git, initial_result.old_tip, upstream.id)
    ahead_count, behind_count = counts or (0, 0)
    result = initial_result._replace(ahead_count=ahead_count, behind_count=behind_count)
    if ahead_count and behind_count:
        commits = plural(ahead_count, "commit")
        sentence = (
            f"{initial_result.branch} has {commits} that {upstream.name} has not: it is not moved"
        )
        raise Refused(sentence, _diverged_repair(git, initial_result, upstream))
    if not behind_count:
        return result
    return _fast_forward(git, result._replace(outcome="fast_forwarded"), upstream.id, is_dry)


class _MovableBranchesAndResult(NamedTuple):
    """The branches of the stack that move along, and the result, which names them."""

    branches: tuple[BranchRef, ...]
    result: SyncResult


def _sync_topic(
    git: Git,
    settings: Settings,
    resolved_target: ResolvedTarget,
    initial_result: SyncResult,
    is_dry: bool,
) -> SyncResult:
    """Bring a topic up to date with its target; if ``is_dry``, change nothing.

    Raises Refused if the rebase has a conflict or could lose somebody's work.
    """
    unmerged = unmerged_commits(git, resolved_target.commit_id, initial_result.old_tip)
    topic = Topic(
        initial_result.branch,
        initial_result.old_tip,
        resolved_target.target,
        resolved_target.commit_id,
        unmerged,
    )
    require_common_commit(git, topic)
    require_no_new_remote_commits(git, topic.branch, topic.target, topic.onto)
    ahead_count, behind_count = count_ahead_behind(
        git, initial_result.old_tip, resolved_target.commit_id
    ) or (0, 0)
    result = initial_result._replace(ahead_count=ahead_count, behind_count=behind_count)
    if not unmerged.commits:
        return _sync_without_own_commits(git, topic, result, is_dry)
    if not behind_count and (unmerged.from_merges or not unmerged.merges):
        return result
    if unmerged.from_merges:
        raise merges_refusal(git, topic)
    dry_run = dry_run_sync_rebase(
        git, topic, lambda scratch, new: require_move_possible(scratch, initial_result.old_tip, new)
    )
    topic, rebase_outcome = dry_run.topic, dry_run.result
    branches_and_result = _find_stacked_branches_and_result(git, settings, dry_run, result)
    if not behind_count and (
        isinstance(rebase_outcome, RebaseStop)
        or (rebase_outcome and rebase_outcome.differing_paths)
    ):
        return result  # a merge that a rebase cannot flatten is kept
    if isinstance(rebase_outcome, RebaseStop):
        raise resolvable_conflict_refusal(git, topic, rebase_outcome, branches_and_result.branches)
    if rebase_outcome is None or not rebase_outcome.picked_commits:
        return _merged_result(git, topic, result)
    if rebase_outcome.differing_paths:
        raise rebase_differs_from_merge_refusal(git, topic, rebase_outcome.differing_paths)
    result = branches_and_result.result._replace(
        outcome="rebased", replayed_commits=rebase_outcome.replayed_commits
    )
    return (
        result
        if is_dry
        else _recreate_and_move(git, topic, rebase_outcome, branches_and_result.branches, result)
    )


def _sync_without_own_commits(
    git: Git, topic: Topic, result: SyncResult, is_dry: bool
) -> SyncResult:
    """Fast-forward a branch without commits of its own: it is new, or it is merged."""
    if not result.behind_count:
        return result
    log = git.line("rev-list", "--first-parent", "--parents", topic.onto, f"^{topic.tip}", "--")
    oldest_and_parents = log.rpartition("\n")[2].split()
    if oldest_and_parents[1:2] != [topic.tip]:
        return _merged_result(git, topic, result)
    result = result._replace(outcome="fast_forwarded")
    return _fast_forward(git, result, topic.onto, is_dry)


def _merged_result(git: Git, topic: Topic, result: SyncResult) -> SyncResult:
    name = topic.target.name
    is_in_other_worktree = HEADS + name in branches_checked_out_elsewhere(git)
    return result._replace(
        outcome="merged", branch_to_switch_to="" if is_in_other_worktree else name
    )


def _fast_forward(git: Git, result: SyncResult, new: str, is_dry: bool) -> SyncResult:
    """Fast-forward a branch to ``new``; if ``is_dry``, only check whether it could move."""
    if is_dry:
        require_move_possible(git, result.old_tip, new)
        return result
    return _move(git, result, new, ())


def _find_stacked_branches_and_result(
    git: Git, settings: Settings, dry_run: SyncRebaseDryRun, result: SyncResult
) -> _MovableBranchesAndResult:
    """Find the branches that move along, and the other branches that contain the commits."""
    topic, squash_merge = dry_run.topic, dry_run.topic.squash_merge
    stack = read_stacked_branches(
        git, squash_merge.last_id if squash_merge else topic.onto, topic.tip
    )
    movable = tuple(
        each for each in stack.movable_branches if not is_protected(each.name, settings.protected)
    )
    names = [topic.branch, *(each.name for each in movable)]
    other_branches, _ = find_affected_branches(
        git, names, topic.target, dry_run.oldest_id, topic.branch
    )
    push_commands = (
        push_command_after_rebase(git, name, topic.target, topic.branch) for name in names
    )
    branches_in_other_worktrees = tuple(each.name for each in stack.checked_out_branches)
    result = result._replace(
        stacked_branches=tuple(names[1:]),
        branches_in_other_worktrees=branches_in_other_worktrees,
        other_branches=tuple(
            name for name in other_branches if name not in branches_in_other_worktrees
        ),
        push_commands=tuple(each for each in push_commands if each is not None),
        squash_merge=squash_merge,
        merged_branches=tuple(_squash_merged_branches(git, topic)),
    )
    return _MovableBranchesAndResult(movable, result)


def _squash_merged_branches(git: Git, topic: Topic) -> list[str]:
    """Give the local branches whose commits are all squash-merged into the target."""
    if topic.squash_merge is None:
        return []
    refs = local_branch_refs_up_to(git, topic.onto, topic.squash_merge.last_id)
    return [ref.removeprefix(HEADS) for ref in refs]


def _recreate_and_move(
    git: Git,
    topic: Topic,
    rebase_outcome: RebaseResult,
    stacked_branches: Sequence[BranchRef],
    result: SyncResult,
) -> SyncResult:
    new_ids = recreate_rebased_commits(git, rebase_outcome)
    stack_changes = tuple(
        RefChange(each.ref, each.id, new_ids[each.id]) for each in stacked_branches
    )
    result = _move(git, result, new_ids[topic.tip], stack_changes)
    picked = {
        each.old_commit.id: new_ids[each.old_commit.id] for each in rebase_outcome.picked_commits
    }
    return result._replace(has_lost_git_notes=not copy_notes_and_corrections(git, picked))


def _move(
    git: Git, result: SyncResult, new: str, other_changes: tuple[RefChange, ...]
) -> SyncResult:
    ref = HEADS + result.branch
    ref_changes = (RefChange(ref, result.old_tip, new), *other_changes)
    check_out_with_edits(
        git, CheckoutMove(SYNC_KIND, result.old_tip, new, ref_changes, ValueChange(ref, ref))
    )
    return result._replace(new_tip=new, submodules=submodules_to_update(git, result.old_tip, new))
