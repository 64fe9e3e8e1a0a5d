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
from hookkit.branches.sync.rebase_line import RebasedLine, rebase_line
from hookkit.branches.sync.refusals import (
    Topic,
    check_descent,
    check_remote_commits,
    conflict,
    refuse_merges,
    refuse_other_files,
)
from hookkit.dry_run.rebase import RebaseStop, Rebased, recreate_commits
from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.objects import signs_commits
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.history.refs.stacked_branches import branches_on, local_branches_below
from hookkit.history.refs.targets import BranchRef, is_protected
from hookkit.operation_log.entry import OldNew, RefMove
from hookkit.operation_log.stopped_sync import SYNC
from hookkit.settings.schema import Settings


class _StackMove(NamedTuple):
    """The branches of the stack that move with the branch itself."""

    branches: tuple[BranchRef, ...]
    done: Synced


def sync_topic(
    git: Git, settings: Settings, fetched: FetchedTarget, initial: Synced, is_dry: bool
) -> Synced:
    """Bring a branch up to its target; if ``is_dry``, only look.

    Raises Refused where that has a conflict or could cost somebody something.
    """
    line = unmerged_commits(git, fetched.id, initial.old)
    topic = Topic(initial.branch, initial.old, fetched.target, fetched.id, line)
    check_descent(git, topic)
    check_remote_commits(git, topic.branch, topic.target, topic.onto)
    ahead, behind = count_ahead_behind(git, initial.old, fetched.id) or (0, 0)
    done = initial._replace(ahead=ahead, behind=behind)
    if not line.commits:
        return _without_commits(git, topic, done, is_dry)
    if not behind and (line.from_merges or not line.merges):
        return done
    if line.from_merges:
        raise refuse_merges(git, topic)
    line_rebased = rebase_line(
        git, topic, lambda scratch, new: check_move(scratch, initial.old, new)
    )
    topic, rebased = line_rebased.topic, line_rebased.outcome
    moved_along = _stack_move(git, settings, line_rebased, done)
    if not behind and (isinstance(rebased, RebaseStop) or (rebased and rebased.differing)):
        return done  # a merge that a rebase cannot flatten is kept
    if isinstance(rebased, RebaseStop):
        raise conflict(git, topic, rebased, moved_along.branches)
    if rebased is None or not rebased.picked:
        return _merged(git, topic, done)
    if rebased.differing:
        raise refuse_other_files(git, topic, rebased.differing)
    done = moved_along.done._replace(outcome="rebased", steps=rebased.steps)
    return done if is_dry else _recreate_and_move(git, topic, rebased, moved_along.branches, done)


def _without_commits(git: Git, topic: Topic, done: Synced, is_dry: bool) -> Synced:
    """Fast-forward a branch without commits of its own: it is new, or it is merged."""
    if not done.behind:
        return done
    chain = git.line("rev-list", "--first-parent", "--parents", topic.onto, f"^{topic.tip}", "--")
    lowest = chain.rpartition("\n")[2].split()
    if lowest[1:2] != [topic.tip]:
        return _merged(git, topic, done)
    done = done._replace(outcome="forwarded")
    return fast_forward(git, done, topic.onto, is_dry)


def _merged(git: Git, topic: Topic, done: Synced) -> Synced:
    name = topic.target.name
    is_elsewhere = HEADS + name in checked_out_elsewhere(git)
    return done._replace(outcome="merged", base="" if is_elsewhere else name)


def fast_forward(git: Git, done: Synced, new: str, is_dry: bool) -> Synced:
    """Move a branch that has no commits of its own forward to ``new``."""
    if is_dry:
        check_move(git, done.old, new)
        return done
    return _move(git, done, new, ())


def _stack_move(git: Git, settings: Settings, line: RebasedLine, done: Synced) -> _StackMove:
    """Find the branches that move along, and the other branches that have the commits."""
    topic, squashed = line.topic, line.topic.squash_merged
    stack = local_branches_below(git, squashed.last if squashed else topic.onto, topic.tip)
    free = tuple(each for each in stack.movable if not is_protected(each.name, settings.protected))
    names = [topic.branch, *(each.name for each in free)]
    other_branches, _ = find_containing(git, names, topic.target, line.oldest, topic.branch)
    pushes = (push_after_rebase(git, name, topic.target, topic.branch) for name in names)
    in_other_worktrees = tuple(each.name for each in stack.checked_out)
    done = done._replace(
        stacked=tuple(names[1:]),
        in_other_worktrees=in_other_worktrees,
        other_branches=tuple(name for name in other_branches if name not in in_other_worktrees),
        pushes=tuple(push for push in pushes if push is not None),
        squash_merged=squashed,
        merged_branches=tuple(_branches_of(git, topic)),
    )
    return _StackMove(free, done)


def _branches_of(git: Git, topic: Topic) -> list[str]:
    """Give the local branches that have nothing but what the target has in another form."""
    if topic.squash_merged is None:
        return []
    refs = branches_on(git, topic.onto, topic.squash_merged.last)
    return [ref.removeprefix(HEADS) for ref in refs]


def _recreate_and_move(
    git: Git, topic: Topic, rebased: Rebased, moved_along: Sequence[BranchRef], done: Synced
) -> Synced:
    places = recreate_commits(git, rebased, signs_commits(git))
    moves = tuple(RefMove(each.ref, each.id, places[each.id]) for each in moved_along)
    done = _move(git, done, places[topic.tip], moves)
    picked = {each.old.id: places[each.old.id] for each in rebased.picked}
    return done._replace(lost_notes=not copy_to_rewritten(git, picked))


def _move(git: Git, done: Synced, new: str, also: tuple[RefMove, ...]) -> Synced:
    ref = HEADS + done.branch
    moves = (RefMove(ref, done.old, new), *also)
    check_out_with_edits(git, CheckoutMove(SYNC, done.old, new, moves, OldNew(ref, ref)))
    return done._replace(new=new, submodules=moved_submodules(git, done.old, new))
