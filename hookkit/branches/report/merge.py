"""The report of ``hookkit merge``: the message or the refusal, and the next commands."""

from __future__ import annotations

import shlex

from hookkit.branches.copy_to_rewritten import NOTES_NOT_COPIED
from hookkit.branches.merge.checks import needs_rebase
from hookkit.branches.merge.merge import MergeResult
from hookkit.history.report.findings import finding_rows
from hookkit.phrases import counted, short
from hookkit.terminal.rows import NextStep, Row, next_rows, note, row


def merged_rows(merged: MergeResult, retry_command: str, is_dry: bool = False) -> list[Row]:
    """Give the rows for a merge, or for a dry run of one.

    ``retry_command`` is the command that the person typed, without ``--dry-run``.
    """
    if not merged.subjects:
        what = f"{merged.base} has all of {merged.topic}"
        return [row(("title", "hookkit found nothing to merge"), f": {what}")]
    rows = list(finding_rows(merged.check_result.findings))
    if merged.is_blocked:
        return [*rows, *_blocked_rows(merged, retry_command)]
    rows.append(_title(merged))
    rows += [row(line, indent=1 if line else 0) for line in merged.message.rstrip().split("\n")]
    rows += [note(each) for each in _notes(merged)]
    return rows + next_rows(
        [NextStep("do it", retry_command)] if is_dry else _next_commands(merged)
    )


def _notes(merged: MergeResult) -> list[str]:
    commits = counted(merged.target_behind, "commit")
    forward = f"{merged.target} was fast-forwarded by {commits} first, to {merged.base}"
    behind = [forward] if merged.target_behind else []
    others = [f"{name} still has the old commits" for name in merged.other_branches]
    return [*behind, *others, *([NOTES_NOT_COPIED] if merged.has_lost_notes else [])]


def _blocked_rows(merged: MergeResult, retry_command: str) -> list[Row]:
    title = row(("bad", "hookkit did not merge"), f" {merged.topic}: nothing was changed")
    steps = []
    if merged.can_tidy and any(each.rule == "HK601" for each in merged.check_result.findings):
        steps.append(NextStep("or", "hookkit tidy", "squashes it"))
    if merged.can_rebase and needs_rebase(merged.check_result):
        steps.append(NextStep("or", f"{retry_command} --rebase", "rebases it first"))
    return [title, *next_rows(steps)]


def _title(merged: MergeResult) -> Row:
    commits = counted(len(merged.subjects), "commit")
    rebased = ", rebased" if merged.is_rebased else ""
    what = f" {merged.topic} into {merged.target}: {commits}{rebased}"
    if merged.merge_id is None:
        return row(("title", "hookkit would merge"), f"{what}; nothing was changed")
    return row(("title", "hookkit merged"), f"{what}, as ", ("code", short(merged.merge_id)))


def _next_commands(merged: MergeResult) -> list[NextStep]:
    assert merged.merge_id is not None
    new = short(merged.merge_id)
    steps = [NextStep("look", f"hookkit graph --unfold {new}^..{new}")]
    if merged.can_push:
        steps.append(NextStep("push", "hookkit push"))
    steps += [NextStep("and", each, "its old commits are pushed") for each in merged.push_commands]
    if merged.can_delete_topic:
        steps.append(_delete_step(merged))
    return [*steps, NextStep("take back", "hookkit undo")]


def _delete_step(merged: MergeResult) -> NextStep:
    upstream = merged.upstream_without_merge
    option = "-D" if upstream else "-d"
    why = f"{upstream} does not have all its commits yet" if upstream else ""
    return NextStep("delete", shlex.join(["git", "branch", option, merged.topic]), why)
