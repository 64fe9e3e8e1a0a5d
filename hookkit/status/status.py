"""Read everything that ``hookkit status`` shows, in three git processes; write nothing."""

from __future__ import annotations

from hookkit.corrections.waiting_corrections import WaitingCorrection, waiting_corrections
from hookkit.git.commits import shallow_boundary
from hookkit.git.refs import HEADS, REMOTES, was_at
from hookkit.git.runner import Git
from hookkit.history.refs.targets import is_protected, without_remote
from hookkit.named_tuple import NamedTuple
from hookkit.settings.schema import Settings
from hookkit.shims.hooks_state import HooksStatus, find_hooks_status
from hookkit.status.ahead_behind import AheadBehind, ahead_behind
from hookkit.status.expected_findings import (
    BranchFacts,
    ExpectedFinding,
    branch_facts,
    findings_of_protected,
    findings_of_topic,
    has_other_merge,
)
from hookkit.status.head_state import STOPPED_SYNC, HeadState, read_head_state
from hookkit.status.next_undo import NextUndo, next_undo


class Status(NamedTuple):
    """The state of the branch, its corrections and the hooks.

    ``target`` and ``pushed`` are the names of the target and of the remote-tracking branch, "" if
    there is none. ``against_target`` and ``unpushed`` have the commits that HEAD is ahead of and
    behind each. ``has_others`` is whether ``pushed`` has commits that the branch never had.
    ``is_protected`` is whether the branch is protected or other branches are merged into it.
    ``lost_target`` is the target in the settings if it does not exist here, else "". ``waiting``
    are the corrections of the branch's commits. ``undo`` is None if there is nothing to take back.
    ``findings`` are the expected findings of the checks of a merge or a push. ``has_other_merge``
    is whether the branch has a merge that only these checks can judge.
    """

    head: HeadState
    hooks: HooksStatus
    target: str = ""
    against_target: AheadBehind = AheadBehind()
    pushed: str = ""
    unpushed: AheadBehind = AheadBehind()
    has_others: bool = False
    is_protected: bool = False
    lost_target: str = ""
    facts: BranchFacts = BranchFacts()
    waiting: tuple[WaitingCorrection, ...] = ()
    undo: NextUndo | None = None
    findings: tuple[ExpectedFinding, ...] = ()
    has_other_merge: bool = False


def read_status(git: Git, settings: Settings) -> Status:
    """Read the whole status; inside ``Git.batch_session`` that takes three git processes."""
    head, hooks = read_head_state(git, settings), find_hooks_status(git, settings)
    is_idle = head.operation in (None, STOPPED_SYNC)
    undo = next_undo(git, head.pushed_id) if is_idle else None
    status = Status(head, hooks, undo=undo)
    return status if head.commit is None else _with_commit(git, settings, status)


def _with_commit(git: Git, settings: Settings, status: Status) -> Status:
    head, cut = status.head, shallow_boundary(git)
    assert head.commit is not None
    if head.target is not None:
        against_target = ahead_behind(git, head.commit, head.target_id, cut)
        status = status._replace(target=head.target.display_name, against_target=against_target)
    if head.pushed_id:
        unpushed = ahead_behind(git, head.commit, head.pushed_id, cut)
        has_others = unpushed.behind > 0 and not was_at(git, HEADS + head.branch, head.pushed_id)
        pushed = head.pushed.removeprefix(REMOTES)
        status = status._replace(pushed=pushed, unpushed=unpushed, has_others=has_others)
    if head.target is None and without_remote(settings.target) != head.branch:
        status = status._replace(lost_target=settings.target)
    is_base = head.branch != "" and head.target is None and not status.lost_target
    is_protected_or_base = is_base or is_protected(head.branch, settings.protected)
    return _with_findings(git, settings, status._replace(is_protected=is_protected_or_base))


def _with_findings(git: Git, settings: Settings, status: Status) -> Status:
    branch, commits = status.head.branch, status.against_target.ahead
    if status.is_protected:
        commits = status.unpushed.ahead
        findings = tuple(findings_of_protected(settings, branch, commits))
        is_asked = settings.level("history", "refuse") == "refuse"
        status = status._replace(has_other_merge=is_asked and has_other_merge(commits))
    else:
        facts = branch_facts(settings, branch, commits)
        arguments = (branch, status.target, status.against_target, facts, bool(status.pushed))
        findings = tuple(findings_of_topic(settings, *arguments))
        status = status._replace(facts=facts)
    names = [each.id for each in commits] or [status.head.commit or ""]
    waiting = tuple(waiting_corrections(git, names))
    in_force = tuple(each for each in findings if each.level != "off")
    return status._replace(waiting=waiting, findings=in_force)
