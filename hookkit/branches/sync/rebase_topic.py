"""A topic branch rebased on its target in a borrowed repository, and then moved in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.checkout import (
    CheckoutMove,
    check_move,
    check_out_with_edits,
    moved_submodules,
)
from hookkit.branches.containing_branches import find_containing, push_after_rebase
from hookkit.branches.copy_to_rewritten import copy_to_rewritten
from hookkit.branches.fetched_target import FetchedTarget
from hookkit.branches.sync.outcome import Synced
from hookkit.branches.sync.rebase_branch import RebasedBranch, rebase_branch
from hookkit.branches.sync.refusals import (
    Topic,
    check_descent,
    check_remote_commits,
    conflict,
    refuse_merges,
    refuse_other_files,
)
from hookkit.dry_run.rebase import Rebased, RebaseStop, recreate_commits
from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.objects import signs_commits
from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.history.refs.stacked_branches import branches_on, local_branches_below
from hookkit.history.refs.targets import BranchRef, is_protected
from hookkit.operation_log.entry import OldNew, RefMove
from hookkit.operation_log.stopped_sync import SYNC
from hookkit.settings.schema import Settings


class _StackMove(NamedTuple):
    """The branches of the stack that move with the branch itself, and the result with them."""

    branches: tuple[BranchRef, ...]
    synced: Synced


def sync_topic(
    git: Git, settings: Settings, fetched: FetchedTarget, initial: Synced, is_dry: bool
) -> Synced:
    """Bring a branch up to its target; if ``is_dry``, only look.

    Raises Refused where that has a conflict or could lose somebody's work.
    """
    unmerged = unmerged_commits(git, fetched.id, initial.old)
    topic = Topic(initial.branch, initial.old, fetched.target, fetched.id, unmerged)
    check_descent(git, topic)
    check_remote_commits(git, topic.branch, topic.target, topic.onto)
    ahead, behind = count_ahead_behind(git, initial.old, fetched.id) or (0, 0)
    synced = initial._replace(ahead=ahead, behind=behind)
    if not unmerged.commits:
        return _without_commits(git, topic, synced, is_dry)
    if not behind and (unmerged.from_merges or not unmerged.merges):
        return synced
    if unmerged.from_merges:
        raise refuse_merges(git, topic)
    branch = rebase_branch(git, topic, lambda scratch, new: check_move(scratch, initial.old, new))
    topic, rebased = branch.topic, branch.outcome
    stack_move = _stack_move(git, settings, branch, synced)
    if not behind and (isinstance(rebased, RebaseStop) or (rebased and rebased.differing)):
        return synced  # a merge that a rebase cannot flatten is kept
    if isinstance(rebased, RebaseStop):
        raise conflict(git, topic, rebased, stack_move.branches)
    if rebased is None or not rebased.picked:
        return _merged(git, topic, synced)
    if rebased.differing:
        raise refuse_other_files(git, topic, rebased.differing)
    synced = stack_move.synced._replace(outcome="rebased", steps=rebased.steps)
    return (
        synced if is_dry else _recreate_and_move(git, topic, rebased, stack_move.branches, synced)
    )


def _without_commits(git: Git, topic: Topic, synced: Synced, is_dry: bool) -> Synced:
    """Fast-forward a branch without commits of its own: it is new, or it is merged."""
    if not synced.behind:
        return synced
    chain = git.line("rev-list", "--first-parent", "--parents", topic.onto, f"^{topic.tip}", "--")
    lowest = chain.rpartition("\n")[2].split()
    if lowest[1:2] != [topic.tip]:
        return _merged(git, topic, synced)
    synced = synced._replace(outcome="forwarded")
    return fast_forward(git, synced, topic.onto, is_dry)


def _merged(git: Git, topic: Topic, synced: Synced) -> Synced:
    name = topic.target.name
    is_elsewhere = HEADS + name in checked_out_elsewhere(git)
    return synced._replace(outcome="merged", base="" if is_elsewhere else name)


def fast_forward(git: Git, synced: Synced, new: str, is_dry: bool) -> Synced:
    """Move a branch that has no commits of its own forward to ``new``."""
    if is_dry:
        check_move(git, synced.old, new)
        return synced
    return _move(git, synced, new, ())


def _stack_move(git: Git, settings: Settings, branch: RebasedBranch, synced: Synced) -> _StackMove:
    """Find the branches that move along, and the other branches that have the commits."""
    topic, squashed = branch.topic, branch.topic.squash_merged
    stack = local_branches_below(git, squashed.last if squashed else topic.onto, topic.tip)
    free = tuple(each for each in stack.movable if not is_protected(each.name, settings.protected))
    names = [topic.branch, *(each.name for each in free)]
    other_branches, _ = find_containing(git, names, topic.target, branch.oldest, topic.branch)
    pushes = (push_after_rebase(git, name, topic.target, topic.branch) for name in names)
    in_other_worktrees = tuple(each.name for each in stack.checked_out)
    synced = synced._replace(
        stacked=tuple(names[1:]),
        in_other_worktrees=in_other_worktrees,
        other_branches=tuple(name for name in other_branches if name not in in_other_worktrees),
        pushes=tuple(push for push in pushes if push is not None),
        squash_merged=squashed,
        merged_branches=tuple(_branches_of(git, topic)),
    )
    return _StackMove(free, synced)


def _branches_of(git: Git, topic: Topic) -> list[str]:
    """Give the local branches that have only commits which the target has as one."""
    if topic.squash_merged is None:
        return []
    refs = branches_on(git, topic.onto, topic.squash_merged.last)
    return [ref.removeprefix(HEADS) for ref in refs]


def _recreate_and_move(
    git: Git, topic: Topic, rebased: Rebased, stack: Sequence[BranchRef], synced: Synced
) -> Synced:
    new_ids = recreate_commits(git, rebased, signs_commits(git))
    moves = tuple(RefMove(each.ref, each.id, new_ids[each.id]) for each in stack)
    synced = _move(git, synced, new_ids[topic.tip], moves)
    picked = {each.old.id: new_ids[each.old.id] for each in rebased.picked}
    return synced._replace(lost_notes=not copy_to_rewritten(git, picked))


def _move(git: Git, synced: Synced, new: str, other_moves: tuple[RefMove, ...]) -> Synced:
    ref = HEADS + synced.branch
    moves = (RefMove(ref, synced.old, new), *other_moves)
    check_out_with_edits(git, CheckoutMove(SYNC, synced.old, new, moves, OldNew(ref, ref)))
    return synced._replace(new=new, submodules=moved_submodules(git, synced.old, new))
