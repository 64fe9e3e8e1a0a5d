"""What became of a branch whose sync stopped in a conflict and came to its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hookkit.branches.checkout import moved_submodules
from hookkit.branches.concluded_sync import ConcludedSync
from hookkit.branches.containing_branches import ContainingBranches, find_containing
from hookkit.branches.fetched_target import fetch_target
from hookkit.branches.sync.outcome import Synced
from hookkit.branches.sync.squash_merged import SquashMerged, find_squash_merged
from hookkit.dry_run.rebase import Replayed
from hookkit.errors import Refused
from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.commits import Commit
from hookkit.git.differences import patch_ids
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.stacked_branches import local_branches_below
from hookkit.history.refs.targets import Target
from hookkit.phrases import short
from hookkit.settings.schema import Settings


def known_target(git: Git, settings: Settings, branch: str) -> Target | None:
    """Give the target of a branch as it is known here."""
    try:
        return fetch_target(git, settings, with_fetch=False, branch=branch).target
    except Refused:
        return None


def conclude(git: Git, settings: Settings, ended: ConcludedSync) -> Synced:
    """Give the result of a sync that had a conflict, as ``sync`` gives it of one without."""
    moved = ended.moves[0]
    names = [each.ref.removeprefix(HEADS) for each in ended.moves]
    target = known_target(git, settings, names[0])
    ahead, behind = count_ahead_behind(git, moved.old, ended.onto) or (0, 0)
    shown = target.shown if target else short(ended.onto)
    synced = Synced(names[0], shown, ended.onto, (), moved.old, "rebased", moved.new)
    containing = _containing(git, names, target, ended.line)
    below = local_branches_below(git, ended.onto, moved.old)
    checked_out = tuple(each.name for each in below.checked_out)
    synced = synced._replace(
        ahead=ahead,
        behind=behind,
        stacked=tuple(names[1:]),
        in_other_worktrees=checked_out,
        other_branches=tuple(each for each in containing.other_branches if each not in checked_out),
        pushes=containing.pushes,
        submodules=moved_submodules(git, moved.old, moved.new),
    )
    return _with_commits(git, ended, synced)


def _with_commits(git: Git, ended: ConcludedSync, synced: Synced) -> Synced:
    """Tell what became of each commit."""
    equal = _equal(git, ended.onto, synced.old)
    squash_merged = _squash_merged(git, ended, equal)
    others = {each.id for each in ended.line[squash_merged.number if squash_merged else 0 :]}
    steps = _steps(git, ended)
    changed = [ended.renewed[each.old.id].id for each in steps if each.tree and not each.is_same]
    return synced._replace(
        steps=steps,
        squash_merged=squash_merged,
        left_out=frozenset(others - equal - ended.renewed.keys()),
        resolved=tuple(changed),
    )


def _equal(git: Git, onto: str, old: str) -> set[str]:
    """Give the commits of a branch whose change the target has, as git itself decides."""
    marked = ("--no-merges", "--cherry-mark", "--right-only", f"{onto}...{old}", "--")
    return {each[1:] for each in git.lines("rev-list", *marked) if each[0] == "="}


def _squash_merged(git: Git, ended: ConcludedSync, equal: Collection[str]) -> SquashMerged | None:
    """Find the first commits that the target has as one, where nothing was made of them."""
    first = ended.line[0]
    if first.id in ended.renewed or first.id in equal:
        return None
    squash_merged = find_squash_merged(git, ended.onto, ended.line)
    without_new = ended.line[: squash_merged.number] if squash_merged else ()
    return None if any(each.id in ended.renewed for each in without_new) else squash_merged


def _steps(git: Git, ended: ConcludedSync) -> tuple[Replayed, ...]:
    ids = [each.id for each in ended.line]
    changes = patch_ids(git, [*ids, *(each.id for each in ended.renewed.values())])
    found = []
    for old in ended.line:
        new = ended.renewed.get(old.id)
        is_same = new is not None and changes.get(old.id) == changes.get(new.id)
        found.append(Replayed(old, new.tree if new else None, is_same))
    return tuple(found)


def _containing(
    git: Git, names: Sequence[str], target: Target | None, line: Sequence[Commit]
) -> ContainingBranches:
    try:
        return find_containing(git, names, target, line[0].id, names[0])
    except Refused:  # a branch of a remote has them too, and nothing can be refused any more
        return ContainingBranches((), ())
