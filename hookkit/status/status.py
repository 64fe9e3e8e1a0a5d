"""All that ``hookkit status`` tells, read in three git processes; nothing is written."""

from __future__ import annotations

from hookkit.git.commits import shallow_boundary
from hookkit.git.refs import was_at
from hookkit.git.runner import Git
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.targets import REMOTES, branch_of, is_protected
from hookkit.named_tuple import NamedTuple
from hookkit.settings.schema import Settings
from hookkit.status.ahead_behind import AheadBehind, ahead_behind
from hookkit.status.hooks import Hooks, look_at_hooks
from hookkit.status.next_undo import NextUndo, next_undo
from hookkit.status.places import STOPPED_SYNC, Places, read_places
from hookkit.status.told import (
    BranchFacts,
    Told,
    branch_facts,
    has_other_merge,
    told_of_protected,
    told_of_topic,
)
from hookkit.status.waiting import WaitingCorrection, waiting_corrections


class Status(NamedTuple):
    """Where the work stands.

    ``target`` and ``pushed`` are the names of the target and of the branch at a remote, "" where
    there is none, ``apart`` and ``unpushed`` how far HEAD is from each. ``has_others`` tells that
    ``pushed`` has commits that the branch never had. ``is_protected`` tells that others are merged
    into the branch, ``lost_target`` is the target of the settings where that is not here. ``told``
    is what a merge or a push would be told, and ``has_other_merge`` that it has a merge of which
    only the checks themselves can say more.
    """

    places: Places
    hooks: Hooks
    target: str = ""
    apart: AheadBehind = AheadBehind()
    pushed: str = ""
    unpushed: AheadBehind = AheadBehind()
    has_others: bool = False
    is_protected: bool = False
    lost_target: str = ""
    facts: BranchFacts = BranchFacts()
    waiting: tuple[WaitingCorrection, ...] = ()
    undo: NextUndo | None = None
    told: tuple[Told, ...] = ()
    has_other_merge: bool = False


def read_status(git: Git, settings: Settings) -> Status:
    """Look at everything; within ``Git.one_run`` that takes three git processes."""
    places, hooks = read_places(git, settings), look_at_hooks(git, settings)
    is_idle = places.operation in (None, STOPPED_SYNC)
    undo = next_undo(git, places.pushed_id) if is_idle else None
    status = Status(places, hooks, undo=undo)
    return status if places.commit is None else _with_commit(git, settings, status)


def _with_commit(git: Git, settings: Settings, status: Status) -> Status:
    places, cut = status.places, shallow_boundary(git)
    assert places.commit is not None
    if places.target is not None:
        apart = ahead_behind(git, places.commit, places.target_id, cut)
        status = status._replace(target=places.target.shown, apart=apart)
    if places.pushed_id:
        unpushed = ahead_behind(git, places.commit, places.pushed_id, cut)
        others = unpushed.behind > 0 and not was_at(git, HEADS + places.branch, places.pushed_id)
        pushed = places.pushed.removeprefix(REMOTES)
        status = status._replace(pushed=pushed, unpushed=unpushed, has_others=others)
    if places.target is None and branch_of(settings.target) != places.branch:
        status = status._replace(lost_target=settings.target)
    is_base = places.branch != "" and places.target is None and not status.lost_target
    protected = is_base or is_protected(places.branch, settings.protected)
    return _judged(git, settings, status._replace(is_protected=protected))


def _judged(git: Git, settings: Settings, status: Status) -> Status:
    branch, commits = status.places.branch, status.apart.ahead
    if status.is_protected:
        commits = status.unpushed.ahead
        told = tuple(told_of_protected(settings, branch, commits))
        is_asked = settings.level("history", "refuse") == "refuse"
        status = status._replace(has_other_merge=is_asked and has_other_merge(commits))
    else:
        facts = branch_facts(settings, branch, commits)
        where = (branch, status.target, status.apart, facts, bool(status.pushed))
        told = tuple(told_of_topic(settings, *where))
        status = status._replace(facts=facts)
    names = [each.id for each in commits] or [status.places.commit or ""]
    waiting = tuple(waiting_corrections(git, names))
    in_force = tuple(each for each in told if each.level != "off")
    return status._replace(waiting=waiting, told=in_force)
