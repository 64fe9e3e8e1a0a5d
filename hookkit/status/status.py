"""All that ``hookkit status`` tells, read in three git processes; nothing is written."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.branches.preconditions import shown
from hookkit.git.commits import shallow_boundary
from hookkit.git.runner import Git
from hookkit.history.refs.targets import REMOTES, branch_of, is_protected
from hookkit.settings.schema import Settings
from hookkit.status.ahead_behind import AheadBehind, ahead_behind
from hookkit.status.hooks import Hooks, look_at_hooks
from hookkit.status.next_undo import NextUndo, next_undo
from hookkit.status.places import Places, read_places
from hookkit.status.told import (
    BranchFacts,
    Told,
    branch_facts,
    told_of_protected,
    told_of_topic,
)
from hookkit.status.waiting import WaitingCorrection, waiting_corrections


class Status(NamedTuple):
    """Where the work stands.

    ``target`` and ``pushed`` are the names of the target and of the branch at a remote, "" where
    there is none, ``apart`` and ``unpushed`` how far HEAD is from each. ``is_protected`` tells that
    others are merged into the branch, ``lost_target`` is the target of the settings where that is
    not here. ``told`` is what a merge or a push would be told.
    """

    places: Places
    hooks: Hooks
    target: str = ""
    apart: AheadBehind = AheadBehind()
    pushed: str = ""
    unpushed: AheadBehind = AheadBehind()
    is_protected: bool = False
    lost_target: str = ""
    facts: BranchFacts = BranchFacts()
    waiting: tuple[WaitingCorrection, ...] = ()
    undo: NextUndo | None = None
    told: tuple[Told, ...] = ()


def read_status(git: Git, settings: Settings) -> Status:
    """Look at everything; within ``Git.one_run`` that takes three git processes."""
    places, hooks = read_places(git, settings), look_at_hooks(git, settings)
    status = Status(places, hooks, undo=next_undo(git))
    return status if places.commit is None else _with_commit(git, settings, status)


def _with_commit(git: Git, settings: Settings, status: Status) -> Status:
    places, cut = status.places, shallow_boundary(git)
    assert places.commit is not None
    if places.target is not None:
        apart = ahead_behind(git, places.commit, places.target_id, cut)
        status = status._replace(target=shown(places.target), apart=apart)
    if places.pushed_id:
        unpushed = ahead_behind(git, places.commit, places.pushed_id, cut)
        status = status._replace(pushed=places.pushed.removeprefix(REMOTES), unpushed=unpushed)
    name = branch_of(settings.target)
    if places.target is None and name != places.branch:
        status = status._replace(lost_target=settings.target)
    is_base = places.branch != "" and places.target is None and not status.lost_target
    protected = is_base or is_protected(places.branch, settings.protected)
    return _judged(git, settings, status._replace(is_protected=protected))


def _judged(git: Git, settings: Settings, status: Status) -> Status:
    branch, commits = status.places.branch, status.apart.ahead
    if status.is_protected:
        commits = status.unpushed.ahead
        told = tuple(told_of_protected(settings, branch, commits))
    else:
        facts = branch_facts(settings, branch, commits)
        told = tuple(told_of_topic(settings, branch, status.target, status.apart, facts))
        status = status._replace(facts=facts)
    names = [each.id for each in commits] or [status.places.commit or ""]
    waiting = tuple(waiting_corrections(git, names))
    in_force = tuple(each for each in told if each.level != "off")
    return status._replace(waiting=waiting, told=in_force)
