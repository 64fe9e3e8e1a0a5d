"""The steps of ``hookkit sync``: fetch, check, rebase in a borrowed repository, move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.checkout import (
    CheckoutMove,
    check_move,
    check_out_with_edits,
    moved_submodules,
)
from hookkit.branches.containing_branches import (
    find_containing,
    own_remote_branches,
    push_command_after_rebase,
)
from hookkit.branches.copy_to_rewritten import copy_to_rewritten
from hookkit.branches.dry_run_rebase import RebaseResult, RebaseStop, recreate_commits
from hookkit.branches.fetched_target import FetchedTarget, fetch_target
from hookkit.branches.preconditions import (
    check_idle_worktree,
    check_not_in_other_worktree,
    current_branch,
)
from hookkit.branches.remote_branch import (
    RemoteTrackingBranch,
    fetch_remote,
    read_last_fetch,
    remote_of,
)
from hookkit.branches.sync.outcome import SyncResult
from hookkit.branches.sync.rebase_branch import RebasedBranch, rebase_branch
from hookkit.branches.sync.refusals import (
    Topic,
    check_descent,
    check_remote_commits,
    conflict,
    refuse_merges,
    refuse_other_files,
)
from hookkit.errors import Refused
from hookkit.git.commit_range import count_ahead_behind, has_merges
from hookkit.git.commits import read_commit
from hookkit.git.objects import signs_commits
from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.git.refs import HEADS
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.history.checks.rebase_dry_run import rebase_result
from hookkit.history.checks.wording import join_commands, rebase_command, word
from hookkit.history.refs.stacked_branches import local_refs_in_range, read_stacked_branches
from hookkit.history.refs.targets import BranchRef, branches_by_ref, is_protected, upstream_of
from hookkit.operation_log.entry import OldNew, RefMove
from hookkit.operation_log.stopped_sync import SYNC
from hookkit.phrases import counted
from hookkit.settings.schema import Settings


def sync(git: Git, settings: Settings, is_dry: bool, with_fetch: bool) -> SyncResult:
    """Bring the branch that HEAD is on up to date with its target.

    If ``with_fetch``, the target is fetched first. If ``is_dry``, the branch stays. Raises Refused
    if the rebase has a conflict or could lose somebody's work, and EnvironmentFailed if there is no
    commit or no worktree. Only the fetch has moved refs then.
    """
    check_idle_worktree(git)
    branch = current_branch(git, "to bring up to its target")
    check_not_in_other_worktree(git, branch)
    tip = read_commit(git, HEADS + branch).id
    if is_protected(branch, settings.protected):
        return _sync_with_upstream(git, branch, tip, is_dry, with_fetch)
    fetched = fetch_target(git, settings, with_fetch, branch)
    if fetched.target.name == branch:
        return _sync_with_upstream(
            git, branch, tip, is_dry, with_fetch=False, remote_branch=fetched.tracking_branch
        )
    remote_branches = _remote_branches(git, branch, fetched, with_fetch)
    initial = SyncResult(
        branch, fetched.target.display_name, fetched.commit_id, remote_branches, tip
    )
    return sync_topic(git, settings, fetched, initial, is_dry)


def _remote_branches(
    git: Git, branch: str, fetched: FetchedTarget, with_fetch: bool
) -> tuple[RemoteTrackingBranch, ...]:
    """Give the target's branch at its remote, and the branch itself at any other remote."""
    found = [fetched.tracking_branch] if fetched.tracking_branch else []
    for ref in branches_by_ref(git, list(own_remote_branches(git, branch, fetched.target))):
        remote = remote_of(git, ref)
        if remote is not None and all(each.remote != remote for each in found):
            found.append((fetch_remote if with_fetch else read_last_fetch)(git, remote, ref))
    return tuple(found)


def _sync_with_upstream(
    git: Git,
    branch: str,
    tip: str,
    is_dry: bool,
    with_fetch: bool,
    remote_branch: RemoteTrackingBranch | None = None,
) -> SyncResult:
    upstream = require_upstream(git, branch)
    remote = remote_of(git, upstream.ref)
    if remote_branch is None and remote is not None:
        remote_branch = (fetch_remote if with_fetch else read_last_fetch)(git, remote, upstream.ref)
        upstream = require_upstream(git, branch)
    initial = SyncResult(
        branch, upstream.name, upstream.id, (remote_branch,) if remote_branch else (), tip
    )
    return fast_forward_to_upstream(git, upstream, initial, is_dry)


def require_upstream(git: Git, branch: str) -> BranchRef:
    """Give the upstream of ``branch``. Raises Refused if there is none."""
    _, upstream = upstream_of(git, branch)
    if upstream is None:
        sentence = f"{branch} follows no branch of a remote: there is nothing to bring it up to"
        remotes = remote_names(git)
        push = f"git push -u {word(remotes[0])} {word(branch)}" if remotes else ""
        raise Refused(sentence, push or "git remote add origin URL")
    return upstream


def _repair(git: Git, initial: SyncResult, upstream: BranchRef) -> str:
    """Give the repair: a rebase that recreates merges, or a new branch for the commits."""
    option = "--rebase-merges"
    has_merge = has_merges(git, upstream.id, initial.old_tip)
    if has_merge and rebase_result(git, [initial.old_tip], upstream.id, option).is_exact:
        return rebase_command(option, word(upstream.short_name), word(initial.branch))
    branch = f"git branch NEW-BRANCH {word(initial.branch)}"
    return join_commands(branch, f"git reset --keep {word(upstream.short_name)}")


def fast_forward_to_upstream(
    git: Git, upstream: BranchRef, initial: SyncResult, is_dry: bool
) -> SyncResult:
    """Fast-forward a branch to its upstream; if ``is_dry``, change nothing.

    Raises Refused if both have commits that the other lacks: its own belong on a topic.
    """
    counts = count_ahead_behind(git, initial.old_tip, upstream.id)
    ahead, behind = counts or (0, 0)
    synced = initial._replace(ahead=ahead, behind=behind)
    if ahead and behind:
        commits = counted(ahead, "commit")
        sentence = f"{initial.branch} has {commits} that {upstream.name} has not: it is not moved"
        raise Refused(sentence, _repair(git, initial, upstream))
    if not behind:
        return synced
    return fast_forward(git, synced._replace(outcome="forwarded"), upstream.id, is_dry)


class _StackMove(NamedTuple):
    """The branches of the stack that move along, and the result, which names them."""

    branches: tuple[BranchRef, ...]
    synced: SyncResult


def sync_topic(
    git: Git, settings: Settings, fetched: FetchedTarget, initial: SyncResult, is_dry: bool
) -> SyncResult:
    """Bring a topic up to date with its target; if ``is_dry``, change nothing.

    Raises Refused if the rebase has a conflict or could lose somebody's work.
    """
    unmerged = unmerged_commits(git, fetched.commit_id, initial.old_tip)
    topic = Topic(initial.branch, initial.old_tip, fetched.target, fetched.commit_id, unmerged)
    check_descent(git, topic)
    check_remote_commits(git, topic.branch, topic.target, topic.onto)
    ahead, behind = count_ahead_behind(git, initial.old_tip, fetched.commit_id) or (0, 0)
    synced = initial._replace(ahead=ahead, behind=behind)
    if not unmerged.commits:
        return _without_commits(git, topic, synced, is_dry)
    if not behind and (unmerged.from_merges or not unmerged.merges):
        return synced
    if unmerged.from_merges:
        raise refuse_merges(git, topic)
    branch = rebase_branch(
        git, topic, lambda scratch, new: check_move(scratch, initial.old_tip, new)
    )
    topic, rebased = branch.topic, branch.result
    stack_move = _stack_move(git, settings, branch, synced)
    if not behind and (isinstance(rebased, RebaseStop) or (rebased and rebased.differing_paths)):
        return synced  # a merge that a rebase cannot flatten is kept
    if isinstance(rebased, RebaseStop):
        raise conflict(git, topic, rebased, stack_move.branches)
    if rebased is None or not rebased.picked_commits:
        return _merged_result(git, topic, synced)
    if rebased.differing_paths:
        raise refuse_other_files(git, topic, rebased.differing_paths)
    synced = stack_move.synced._replace(
        outcome="rebased", replayed_commits=rebased.replayed_commits
    )
    return (
        synced if is_dry else _recreate_and_move(git, topic, rebased, stack_move.branches, synced)
    )


def _without_commits(git: Git, topic: Topic, synced: SyncResult, is_dry: bool) -> SyncResult:
    """Fast-forward a branch without commits of its own: it is new, or it is merged."""
    if not synced.behind:
        return synced
    chain = git.line("rev-list", "--first-parent", "--parents", topic.onto, f"^{topic.tip}", "--")
    lowest = chain.rpartition("\n")[2].split()
    if lowest[1:2] != [topic.tip]:
        return _merged_result(git, topic, synced)
    synced = synced._replace(outcome="forwarded")
    return fast_forward(git, synced, topic.onto, is_dry)


def _merged_result(git: Git, topic: Topic, synced: SyncResult) -> SyncResult:
    name = topic.target.name
    is_elsewhere = HEADS + name in checked_out_elsewhere(git)
    return synced._replace(outcome="merged", base_branch="" if is_elsewhere else name)


def fast_forward(git: Git, synced: SyncResult, new: str, is_dry: bool) -> SyncResult:
    """Fast-forward a branch to ``new``; if ``is_dry``, only check whether it could move."""
    if is_dry:
        check_move(git, synced.old_tip, new)
        return synced
    return _move(git, synced, new, ())


def _stack_move(
    git: Git, settings: Settings, branch: RebasedBranch, synced: SyncResult
) -> _StackMove:
    """Find the branches that move along, and the other branches that contain the commits."""
    topic, squashed = branch.topic, branch.topic.squash_merge
    stack = read_stacked_branches(git, squashed.last_id if squashed else topic.onto, topic.tip)
    movable = tuple(
        each for each in stack.movable if not is_protected(each.name, settings.protected)
    )
    names = [topic.branch, *(each.name for each in movable)]
    other_branches, _ = find_containing(git, names, topic.target, branch.oldest_id, topic.branch)
    pushes = (push_command_after_rebase(git, name, topic.target, topic.branch) for name in names)
    in_other_worktrees = tuple(each.name for each in stack.checked_out)
    synced = synced._replace(
        stacked_branches=tuple(names[1:]),
        in_other_worktrees=in_other_worktrees,
        other_branches=tuple(name for name in other_branches if name not in in_other_worktrees),
        push_commands=tuple(push for push in pushes if push is not None),
        squash_merge=squashed,
        merged_branches=tuple(_squash_merged_branches(git, topic)),
    )
    return _StackMove(movable, synced)


def _squash_merged_branches(git: Git, topic: Topic) -> list[str]:
    """Give the local branches whose commits are all squash-merged into the target."""
    if topic.squash_merge is None:
        return []
    refs = local_refs_in_range(git, topic.onto, topic.squash_merge.last_id)
    return [ref.removeprefix(HEADS) for ref in refs]


def _recreate_and_move(
    git: Git, topic: Topic, rebased: RebaseResult, stack: Sequence[BranchRef], synced: SyncResult
) -> SyncResult:
    new_ids = recreate_commits(git, rebased, signs_commits(git))
    moves = tuple(RefMove(each.ref, each.id, new_ids[each.id]) for each in stack)
    synced = _move(git, synced, new_ids[topic.tip], moves)
    picked = {each.old_commit.id: new_ids[each.old_commit.id] for each in rebased.picked_commits}
    return synced._replace(has_lost_notes=not copy_to_rewritten(git, picked))


def _move(git: Git, synced: SyncResult, new: str, other_moves: tuple[RefMove, ...]) -> SyncResult:
    ref = HEADS + synced.branch
    moves = (RefMove(ref, synced.old_tip, new), *other_moves)
    check_out_with_edits(git, CheckoutMove(SYNC, synced.old_tip, new, moves, OldNew(ref, ref)))
    return synced._replace(new_tip=new, submodules=moved_submodules(git, synced.old_tip, new))
