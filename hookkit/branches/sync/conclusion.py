"""What became of a branch whose sync stopped in a conflict and came to its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hookkit.branches.checkout import moved_submodules
from hookkit.branches.commits_elsewhere import Elsewhere, find_elsewhere
from hookkit.branches.fetched_target import fetch_target
from hookkit.branches.settled_sync import SettledSync
from hookkit.branches.sync.landed_commits import LandedCommits, find_landed
from hookkit.branches.sync.outcome import Synced
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
        return fetch_target(git, settings, asks=False, branch=branch).target
    except Refused:
        return None


def conclude(git: Git, settings: Settings, settled: SettledSync) -> Synced:
    """Give the result of a sync that had a conflict, as ``sync`` gives it of one without."""
    moved = settled.moves[0]
    names = [each.ref.removeprefix(HEADS) for each in settled.moves]
    target = known_target(git, settings, names[0])
    ahead, behind = count_ahead_behind(git, moved.old, settled.onto) or (0, 0)
    shown = target.shown if target else short(settled.onto)
    synced = Synced(names[0], shown, settled.onto, (), moved.old, "rebased", moved.new)
    elsewhere = _elsewhere(git, names, target, settled.line)
    below = local_branches_below(git, settled.onto, moved.old)
    checked_out = tuple(each.name for each in below.checked_out)
    synced = synced._replace(
        ahead=ahead,
        behind=behind,
        stacked=tuple(names[1:]),
        in_other_worktrees=checked_out,
        other_branches=tuple(each for each in elsewhere.other_branches if each not in checked_out),
        pushes=elsewhere.pushes,
        submodules=moved_submodules(git, moved.old, moved.new),
    )
    return _with_commits(git, settled, synced)


def _with_commits(git: Git, settled: SettledSync, synced: Synced) -> Synced:
    """Tell what became of each commit."""
    equal = _equal(git, settled.onto, synced.old)
    landed = _landed(git, settled, equal)
    others = {each.id for each in settled.line[landed.number if landed else 0 :]}
    steps = _steps(git, settled)
    changed = [settled.renewed[each.old.id].id for each in steps if each.tree and not each.is_same]
    return synced._replace(
        steps=steps,
        landed=landed,
        left_out=frozenset(others - equal - settled.renewed.keys()),
        resolved=tuple(changed),
    )


def _equal(git: Git, onto: str, old: str) -> set[str]:
    """Give the commits of a branch whose change the target has, as git itself decides."""
    marked = ("--no-merges", "--cherry-mark", "--right-only", f"{onto}...{old}", "--")
    return {each[1:] for each in git.lines("rev-list", *marked) if each[0] == "="}


def _landed(git: Git, settled: SettledSync, equal: Collection[str]) -> LandedCommits | None:
    """Find the first commits that the target has as one, where nothing was made of them."""
    first = settled.line[0]
    if first.id in settled.renewed or first.id in equal:
        return None
    landed = find_landed(git, settled.onto, settled.line)
    gone = settled.line[: landed.number] if landed else ()
    return None if any(each.id in settled.renewed for each in gone) else landed


def _steps(git: Git, settled: SettledSync) -> tuple[Replayed, ...]:
    ids = [each.id for each in settled.line]
    changes = patch_ids(git, [*ids, *(each.id for each in settled.renewed.values())])
    found = []
    for old in settled.line:
        new = settled.renewed.get(old.id)
        is_same = new is not None and changes.get(old.id) == changes.get(new.id)
        found.append(Replayed(old, new.tree if new else None, is_same))
    return tuple(found)


def _elsewhere(
    git: Git, names: Sequence[str], target: Target | None, line: Sequence[Commit]
) -> Elsewhere:
    try:
        return find_elsewhere(git, names, target, line[0].id, names[0])
    except Refused:  # a branch of a remote has them too, and nothing can be refused any more
        return Elsewhere((), ())
