"""The next command that ``hookkit status`` recommends, by the state of the branch and the hooks."""

from __future__ import annotations

from hookkit.git.operation_in_progress import ending_commands
from hookkit.operation_log.stopped_sync_entry import CONTINUE_SYNC
from hookkit.phrases import short_id
from hookkit.status.head_and_target import STOPPED_SYNC
from hookkit.status.read_status import Status
from hookkit.terminal.rows import NextStep

_REPAIRED_BY_COMMAND = ("HK301", "HK601", "HK701")
"""The rules that a command of hookkit repairs; ``hookkit check`` shows the other repairs."""


def next_command(status: Status) -> NextStep:
    """Give the one command that a person would run next."""
    head = status.head
    if head.operation == STOPPED_SYNC:
        return NextStep("next", CONTINUE_SYNC, "once the conflict is resolved")
    if head.operation is not None:
        finish, abort = ending_commands(head.operation)
        alternative = f", or {abort}" if abort else ""
        return NextStep("next", finish, f"{head.operation} is under way{alternative}")
    if status.hooks.state == "broken":
        return NextStep("next", "hookkit doctor", status.hooks.reason)
    if head.is_bare:
        return _bare_step(status)
    if head.commit is None:
        return NextStep("next", "git commit")
    step = _branch_step(status) or _hooks_step(status)
    if step is None and status.is_protected_or_target and head.has_remote:
        return NextStep("next", "hookkit start TICKET")
    return step or NextStep("next", "hookkit graph")


def _bare_step(status: Status) -> NextStep:
    """Give the step for a bare repository, in which nobody commits."""
    if status.hooks.state in ("none", "in part"):
        return NextStep("next", "hookkit install --server")
    if status.head.commit is None:
        return NextStep("next", "git branch --all", f"{status.head.branch or 'HEAD'} is not here")
    return NextStep("next", "hookkit graph")


def _branch_step(status: Status) -> NextStep | None:
    applicable = [
        each for each in status.waiting_corrections if each.applicability in ("whole", "partly")
    ]
    if applicable:
        return NextStep("next", f"hookkit review {short_id(applicable[0].commit)}")
    if any(each.applicability == "in the files" for each in status.waiting_corrections):
        return NextStep("next", "git diff", "the correction lies in the files")
    if not status.head.branch:
        return NextStep("next", "git switch -c topic", "HEAD is on no branch")
    if status.is_protected_or_target:
        return _protected_step(status)
    if status.missing_target:
        return NextStep("next", "hookkit config target")
    return _topic_step(status)


def _topic_step(status: Status) -> NextStep | None:
    """Give the step for a topic: take in commits of others, squash, ticket, rebase, push, merge."""
    summary, target_comparison = status.topic_summary, status.target_comparison
    if status.has_new_remote_commits:
        return _integrate_step(status)
    if summary.fixup_count > summary.targetless_fixup_count:
        return NextStep("next", "hookkit tidy")
    repair = _repair_step(status)
    if repair is not None:
        return repair
    if summary.without_ticket_count and summary.ticket:
        return NextStep("next", f"hookkit ticket {summary.ticket}")
    if target_comparison.behind_count:
        return NextStep("next", "hookkit sync")
    is_pushed = status.pushed_branch and not (
        status.pushed_comparison.ahead_commits or status.pushed_comparison.behind_count
    )
    if target_comparison.ahead_commits and status.head.has_remote and not is_pushed:
        return NextStep("next", "hookkit push")
    return NextStep("next", "hookkit merge") if target_comparison.ahead_commits else None


def _integrate_step(status: Status) -> NextStep:
    """Give the step that takes in the commits that others have pushed to the branch."""
    remark = f"{status.pushed_branch} has commits of others"
    if not status.pushed_comparison.ahead_commits:
        return NextStep("next", f"git merge --ff-only {status.pushed_branch}", remark)
    has_merge = any(len(each.parents) > 1 for each in status.pushed_comparison.ahead_commits)
    command = "git rebase --rebase-merges" if has_merge else "git rebase"
    return NextStep("next", f"{command} {status.pushed_branch}", remark)


def _repair_step(status: Status) -> NextStep | None:
    """Give the command that shows the repair of the first finding that would be refused."""
    for each in status.findings:
        if each.level == "refuse" and each.rule not in _REPAIRED_BY_COMMAND:
            # The push breaks HK201, not the commits that are on the branch already.
            command = "hookkit push --dry-run" if each.rule == "HK201" else "hookkit check"
            return NextStep("next", command, f"has the repair of {each.rule}")
    return None


def _protected_step(status: Status) -> NextStep | None:
    pushed_comparison = status.pushed_comparison
    if pushed_comparison.ahead_commits and pushed_comparison.behind_count:
        return NextStep(
            "next", "hookkit check", f"the branch and {status.pushed_branch} have diverged"
        )
    if pushed_comparison.behind_count:
        return NextStep("next", "hookkit sync")
    if status.has_merge_of_unrebased_branch:
        return NextStep("next", "hookkit check", "a merge is not that of a rebased branch")
    if not pushed_comparison.ahead_commits:
        return None
    return _repair_step(status) or NextStep("next", "hookkit push")


def _hooks_step(status: Status) -> NextStep | None:
    if status.hooks.state in ("none", "in part"):
        return NextStep("next", "hookkit install")
    if status.hooks.state == "silent":
        return NextStep("next", "hookkit init", "nothing is configured here for hookkit")
    return None
