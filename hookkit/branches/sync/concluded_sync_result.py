"""The result of a concluded sync, which had stopped in a conflict."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hookkit.branches.branches_affected_by_rewrite import AffectedBranches, find_affected_branches
from hookkit.branches.checkout import submodules_to_update
from hookkit.branches.dry_run_rebase import ReplayedCommit
from hookkit.branches.resolve_target import target_without_fetch
from hookkit.branches.sync.conclude_stopped_sync import ConcludedSync
from hookkit.branches.sync.find_squash_merge import SquashMerge, find_squash_merge
from hookkit.branches.sync.sync_results import SyncResult
from hookkit.errors import Refused
from hookkit.git.commits import Commit
from hookkit.git.compare_histories import count_ahead_behind
from hookkit.git.patch_ids import patch_ids
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.stacked_branches import read_stacked_branches
from hookkit.history.refs.target_branch import Target
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings


def result_of_concluded_sync(
    git: Git, settings: Settings, concluded_sync: ConcludedSync
) -> SyncResult:
    """Give the result of a sync that had a conflict, in the form that ``sync`` gives."""
    topic_change = concluded_sync.ref_changes[0]
    names = [each.ref.removeprefix(HEADS) for each in concluded_sync.ref_changes]
    target = target_without_fetch(git, settings, names[0])
    ahead_count, behind_count = count_ahead_behind(git, topic_change.old, concluded_sync.onto) or (
        0,
        0,
    )
    target_name = target.display_name if target else short_id(concluded_sync.onto)
    result = SyncResult(
        names[0],
        target_name,
        concluded_sync.onto,
        (),
        topic_change.old,
        "rebased",
        topic_change.new,
    )
    affected = _affected_branches(git, names, target, concluded_sync.old_commits)
    stack = read_stacked_branches(git, concluded_sync.onto, topic_change.old)
    checked_out = tuple(each.name for each in stack.checked_out_branches)
    result = result._replace(
        ahead_count=ahead_count,
        behind_count=behind_count,
        stacked_branches=tuple(names[1:]),
        branches_in_other_worktrees=checked_out,
        other_branches=tuple(each for each in affected.other_branches if each not in checked_out),
        push_commands=affected.push_commands,
        submodules=submodules_to_update(git, topic_change.old, topic_change.new),
    )
    return _with_commits(git, concluded_sync, result)


def _with_commits(git: Git, concluded_sync: ConcludedSync, result: SyncResult) -> SyncResult:
    """Add the outcome of each commit: squash-merged, left out or resolved."""
    ids_in_target = _commits_in_target(git, concluded_sync.onto, result.old_tip)
    squash_merge = _find_squash_merge(git, concluded_sync, ids_in_target)
    remaining_ids = {
        each.id
        for each in concluded_sync.old_commits[squash_merge.commit_count if squash_merge else 0 :]
    }
    replayed_commits = _replayed_commits(git, concluded_sync)
    resolved_ids = [
        concluded_sync.rewritten_commits[each.old_commit.id].id
        for each in replayed_commits
        if each.new_tree and not each.has_same_change
    ]
    return result._replace(
        replayed_commits=replayed_commits,
        squash_merge=squash_merge,
        left_out_ids=frozenset(
            remaining_ids - ids_in_target - concluded_sync.rewritten_commits.keys()
        ),
        resolved_ids=tuple(resolved_ids),
    )


def _commits_in_target(git: Git, onto: str, old: str) -> set[str]:
    """Give the ids of commits whose change the target has (``git rev-list --cherry-mark``)."""
    marked = ("--no-merges", "--cherry-mark", "--right-only", f"{onto}...{old}", "--")
    return {each[1:] for each in git.lines("rev-list", *marked) if each[0] == "="}


def _find_squash_merge(
    git: Git, concluded_sync: ConcludedSync, ids_in_target: Collection[str]
) -> SquashMerge | None:
    """Find the first commits that the target has as one, None if one of them was rewritten."""
    first_commit = concluded_sync.old_commits[0]
    if first_commit.id in concluded_sync.rewritten_commits or first_commit.id in ids_in_target:
        return None
    squash_merge = find_squash_merge(git, concluded_sync.onto, concluded_sync.old_commits)
    squashed = concluded_sync.old_commits[: squash_merge.commit_count] if squash_merge else ()
    return (
        None
        if any(each.id in concluded_sync.rewritten_commits for each in squashed)
        else squash_merge
    )


def _replayed_commits(git: Git, concluded_sync: ConcludedSync) -> tuple[ReplayedCommit, ...]:
    ids = [each.id for each in concluded_sync.old_commits]
    patch_ids_by_commit = patch_ids(
        git, [*ids, *(each.id for each in concluded_sync.rewritten_commits.values())]
    )
    replayed_commits = []
    for old in concluded_sync.old_commits:
        new = concluded_sync.rewritten_commits.get(old.id)
        is_same = new is not None and patch_ids_by_commit.get(old.id) == patch_ids_by_commit.get(
            new.id
        )
        replayed_commits.append(ReplayedCommit(old, new.tree if new else None, is_same))
    return tuple(replayed_commits)


def _affected_branches(
    git: Git, names: Sequence[str], target: Target | None, old_commits: Sequence[Commit]
) -> AffectedBranches:
    try:
        return find_affected_branches(git, names, target, old_commits[0].id, names[0])
    except Refused:  # a remote branch contains the commits too, but the sync is done already
        return AffectedBranches((), ())
