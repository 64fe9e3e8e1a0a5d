"""Read everything that ``hookkit status`` shows, in three git processes; write nothing."""

from __future__ import annotations

from hookkit.corrections.waiting_corrections import WaitingCorrection, waiting_corrections
from hookkit.git.commits import shallow_boundary
from hookkit.git.refs import HEADS, REMOTES, is_in_reflog
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import is_protected, without_remote
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import Settings
from hookkit.shims.hooks_status import HooksStatus, find_hooks_status
from hookkit.status.ahead_behind import AheadBehind, read_ahead_behind
from hookkit.status.head_and_target import STOPPED_SYNC, HeadState, read_head_state
from hookkit.status.next_undo import NextUndo, find_next_undo
from hookkit.status.predict_findings import (
    PredictedFinding,
    has_merge_of_unrebased_branch,
    predict_protected_findings,
    predict_topic_findings,
)
from hookkit.status.topic_summary import TopicSummary, summarize_topic


class Status(NamedTuple):
    """The state of the branch, its corrections and the hooks.

    ``target_name`` and ``pushed_branch`` are the names of the target and of the remote-tracking
    branch, "" if there is none. ``target_comparison`` and ``pushed_comparison`` have the commits
    that HEAD is ahead of and behind each. ``has_new_remote_commits`` is whether ``pushed_branch``
    has commits that the branch never had. ``is_protected_or_target`` is whether the branch is
    protected or other branches are merged into it. ``missing_target`` is the target in the settings
    if it does not exist here, else "". ``waiting_corrections`` are the corrections of the branch's
    commits. ``next_undo`` is None if there is nothing to take back. ``findings`` are the predicted
    findings of the checks of a merge or a push. ``has_merge_of_unrebased_branch`` is whether the
    branch has a merge that only these checks can judge.
    """

    head: HeadState
    hooks: HooksStatus
    target_name: str = ""
    target_comparison: AheadBehind = AheadBehind()
    pushed_branch: str = ""
    pushed_comparison: AheadBehind = AheadBehind()
    has_new_remote_commits: bool = False
    is_protected_or_target: bool = False
    missing_target: str = ""
    topic_summary: TopicSummary = TopicSummary()
    waiting_corrections: tuple[WaitingCorrection, ...] = ()
    next_undo: NextUndo | None = None
    findings: tuple[PredictedFinding, ...] = ()
    has_merge_of_unrebased_branch: bool = False


def read_status(git: Git, settings: Settings) -> Status:
    """Read the whole status; inside ``Git.batch_session`` that takes three git processes."""
    head, hooks = read_head_state(git, settings), find_hooks_status(git, settings)
    is_idle = head.operation in (None, STOPPED_SYNC)
    next_undo = find_next_undo(git, head.push_id) if is_idle else None
    status = Status(head, hooks, next_undo=next_undo)
    return status if head.commit is None else _add_comparisons(git, settings, status)


def _add_comparisons(git: Git, settings: Settings, status: Status) -> Status:
    head, shallow_commits = status.head, shallow_boundary(git)
    assert head.commit is not None
    if head.target is not None:
        target_comparison = read_ahead_behind(git, head.commit, head.target_id, shallow_commits)
        status = status._replace(
            target_name=head.target.display_name, target_comparison=target_comparison
        )
    if head.push_id:
        pushed_comparison = read_ahead_behind(git, head.commit, head.push_id, shallow_commits)
        has_new_remote_commits = pushed_comparison.behind_count > 0 and not is_in_reflog(
            git, HEADS + head.branch, head.push_id
        )
        pushed_branch = head.push_ref.removeprefix(REMOTES)
        status = status._replace(
            pushed_branch=pushed_branch,
            pushed_comparison=pushed_comparison,
            has_new_remote_commits=has_new_remote_commits,
        )
    if head.target is None and without_remote(settings.target) != head.branch:
        status = status._replace(missing_target=settings.target)
    is_target_itself = head.branch != "" and head.target is None and not status.missing_target
    is_protected_or_target = is_target_itself or is_protected(head.branch, settings.protected)
    return _add_findings(
        git, settings, status._replace(is_protected_or_target=is_protected_or_target)
    )


def _add_findings(git: Git, settings: Settings, status: Status) -> Status:
    branch, commits = status.head.branch, status.target_comparison.ahead_commits
    if status.is_protected_or_target:
        commits = status.pushed_comparison.ahead_commits
        findings = tuple(predict_protected_findings(settings, branch, commits))
        refuses_history = settings.level("history", "refuse") == "refuse"
        status = status._replace(
            has_merge_of_unrebased_branch=refuses_history and has_merge_of_unrebased_branch(commits)
        )
    else:
        summary = summarize_topic(settings, branch, commits)
        findings = tuple(
            predict_topic_findings(
                settings,
                branch,
                status.target_name,
                status.target_comparison,
                summary,
                is_pushed=bool(status.pushed_branch),
            )
        )
        status = status._replace(topic_summary=summary)
    names = [each.id for each in commits] or [status.head.commit or ""]
    waiting = tuple(waiting_corrections(git, names))
    active_findings = tuple(each for each in findings if each.level != "off")
    return status._replace(waiting_corrections=waiting, findings=active_findings)
