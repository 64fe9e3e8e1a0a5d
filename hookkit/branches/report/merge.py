"""The report of ``hookkit merge``: the message or the refusal, and the next commands."""

from __future__ import annotations

import shlex

from hookkit.branches.merge.merge import MergeResult
from hookkit.branches.merge.requirements_and_checks import needs_rebase
from hookkit.branches.rewritten_commits import GIT_NOTES_NOT_COPIED
from hookkit.history.report.finding_rows import finding_rows
from hookkit.phrases import plural, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, note, row


def merge_rows(result: MergeResult, retry_command: str, is_dry: bool = False) -> list[Row]:
    """Give the rows for a merge, or for a dry run of one.

    ``retry_command`` is the command that the person typed, without ``--dry-run``.
    """
    if not result.commit_subjects:
        description = f"{result.first_parent_name} has all of {result.topic}"
        return [row(("title", "hookkit found nothing to merge"), f": {description}")]
    rows = list(finding_rows(result.check_result.findings))
    if result.is_blocked:
        return [*rows, *_blocked_rows(result, retry_command)]
    rows.append(_title(result))
    rows += [row(line, indent=1 if line else 0) for line in result.message.rstrip().split("\n")]
    rows += [note(each) for each in _remarks(result)]
    return rows + next_step_rows(
        [NextStep("do it", retry_command)] if is_dry else _next_commands(result)
    )


def _remarks(result: MergeResult) -> list[str]:
    remarks = []
    if result.target_behind_count:
        commits, new_base = plural(result.target_behind_count, "commit"), result.first_parent_name
        remarks.append(f"{result.target} was fast-forwarded by {commits} first, to {new_base}")
    remarks += [f"{name} still has the old commits" for name in result.other_branches]
    return [*remarks, *([GIT_NOTES_NOT_COPIED] if result.has_lost_git_notes else [])]


def _blocked_rows(result: MergeResult, retry_command: str) -> list[Row]:
    title = row(("bad", "hookkit did not merge"), f" {result.topic}: nothing was changed")
    steps = []
    if result.can_tidy and any(each.rule == "HK601" for each in result.check_result.findings):
        steps.append(NextStep("or", "hookkit tidy", "squashes it"))
    if result.can_rebase and needs_rebase(result.check_result):
        steps.append(NextStep("or", f"{retry_command} --rebase", "rebases it first"))
    return [title, *next_step_rows(steps)]


def _title(result: MergeResult) -> Row:
    commits = plural(len(result.commit_subjects), "commit")
    rebased = ", rebased" if result.is_rebased else ""
    description = f" {result.topic} into {result.target}: {commits}{rebased}"
    if result.merge_id is None:
        return row(("title", "hookkit would merge"), f"{description}; nothing was changed")
    return row(
        ("title", "hookkit merged"), f"{description}, as ", ("code", short_id(result.merge_id))
    )


def _next_commands(result: MergeResult) -> list[NextStep]:
    assert result.merge_id is not None
    merge_id = short_id(result.merge_id)
    steps = [NextStep("look", f"hookkit graph --unfold {merge_id}^..{merge_id}")]
    if result.can_push:
        steps.append(NextStep("push", "hookkit push"))
    steps += [NextStep("and", each, "its old commits are pushed") for each in result.push_commands]
    if result.can_delete_topic:
        upstream = result.upstream_lacking_commits
        delete = ["git", "branch", "-D" if upstream else "-d", result.topic]
        remark = f"{upstream} does not have all its commits yet" if upstream else ""
        steps.append(NextStep("delete", shlex.join(delete), remark))
    return [*steps, NextStep("take back", "hookkit undo")]
