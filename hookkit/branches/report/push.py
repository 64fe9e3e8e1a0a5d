"""The report of ``hookkit push``: the commits to overwrite, and the result."""

from __future__ import annotations

import shlex

from hookkit.branches.logged_push import undo_push_command
from hookkit.branches.push import PushPlan
from hookkit.branches.push_destination import without_password
from hookkit.git.log import LogCommit
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.history.report.finding_rows import finding_rows
from hookkit.phrases import plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

_MAX_LISTED_COMMITS = 20


def blocked_push_rows(plan: PushPlan) -> list[Row]:
    """Give the rows that say why nothing is pushed."""
    rows = [*finding_rows(plan.check_result.findings), *not_pushed_rows(plan)]
    # The rebase that git proposes would flatten the merge.
    has_remote_moved = any(each.rule in ("HK501", "HK503") for each in plan.check_result.findings)
    if plan.is_undoable_merge and has_remote_moved:
        retry_command = "hookkit undo && hookkit sync && hookkit merge"
        rows += next_step_rows([NextStep("or", retry_command, "merges on top of that")])
    return rows


def not_pushed_rows(plan: PushPlan) -> list[Row]:
    """Give the row that says that nothing is pushed."""
    description = f" {plan.branch}: {plan.destination.shown_name} is as it was"
    return [row(("bad", "hookkit did not push"), description)]


def plan_rows(plan: PushPlan, is_final: bool) -> list[Row]:
    """Give the findings, and the commits that a push overwrites.

    ``is_final`` is whether the push follows; it is False in a dry run and before a question.
    """
    rows = list(finding_rows(plan.check_result.findings))
    if not plan.is_forced_update:
        return rows
    verb = "overwrites" if is_final else "would overwrite"
    description = (
        f" {plural(len(plan.overwritten_commits), 'commit')} of {plan.destination.shown_name}"
    )
    rows.append(row(("title", f"hookkit {verb}"), description))
    rows += [_overwritten_row(each) for each in plan.overwritten_commits[:_MAX_LISTED_COMMITS]]
    unlisted_count = len(plan.overwritten_commits) - _MAX_LISTED_COMMITS
    if unlisted_count > 0:
        rows.append(row(f"and {unlisted_count:,} more", indent=1))
    old, new = short_id(plan.ref_change.old), short_id(plan.ref_change.new)
    return rows + next_step_rows([NextStep("look", f"git range-diff {old}...{new}")])


def _overwritten_row(commit: LogCommit) -> Row:
    description = f"  {quote_subject(commit.subject)} by {commit.author}"
    remark = ", which comes again with the same change" if commit.cherry_mark == "=" else ""
    return row(("code", short_id(commit.id)), description, ("dim", remark), indent=1)


def push_rows(plan: PushPlan, backup: str | None, retry_command: str, is_dry: bool) -> list[Row]:
    """Give the rows for a push, or for a dry run of one, with the command that takes it back.

    ``backup`` is the ref of the overwritten commits, None if there is none. ``retry_command`` is
    the command that the person typed, without ``--dry-run``.
    """
    _, old, new = plan.ref_change
    if plan.is_up_to_date:
        description = f": {plan.destination.shown_name} is at {short_id(new)} already"
        return [row(("title", "hookkit found nothing to push"), description)]
    ids = f"new, at {short_id(new)}" if is_null_id(old) else f"{short_id(old)}..{short_id(new)}"
    commits = plural(plan.commit_count, "commit")
    description = f" {plan.branch} to {plan.destination.shown_name}: {commits}, {ids}"
    if is_dry:
        title = row(("title", "hookkit would push"), f"{description}; nothing was pushed")
        return [title, *next_step_rows([NextStep("do it", retry_command)])]
    return [
        row(("title", "hookkit pushed"), description),
        *next_step_rows(_take_back_steps(plan, backup)),
    ]


def _take_back_steps(plan: PushPlan, backup: str | None = None) -> list[NextStep]:
    if plan.is_protected:
        return []
    note = f"what was there is {backup}" if backup else ""
    return [
        NextStep("take back", undo_push_command(plan.destination.remote, plan.ref_change), note)
    ]


def interrupted_rows(plan: PushPlan) -> list[Row]:
    """Give the rows for an interrupted push, whose result is unknown."""
    remote = without_password(plan.destination.remote)
    command = shlex.join(["git", "ls-remote", remote, plan.destination.ref])
    title = row(("warn", "hookkit was interrupted"), ": whether it was pushed is unknown")
    return [title, *next_step_rows([NextStep("look", command), *_take_back_steps(plan)])]
