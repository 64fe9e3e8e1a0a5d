"""The report of ``hookkit ticket``: the commits that got the ticket, and the next commands."""

from __future__ import annotations

import shlex

from hookkit.branches.add_ticket_to_commits import TicketResult
from hookkit.branches.rewritten_commits import GIT_NOTES_NOT_COPIED
from hookkit.phrases import plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row, title_note

_MAX_LISTED_COMMITS = 20


def ticket_rows(result: TicketResult, is_dry: bool = False) -> list[Row]:
    """Give the rows with the commits that got the ticket, or would in a dry run."""
    if not result.commits:
        description = f"every commit of {result.branch} above {result.base_name} has one"
        return [row(("title", "hookkit found no commit without a ticket"), f": {description}")]
    verb = "would put" if is_dry else "put"
    commit_count = plural(len(result.commits), "commit")
    commits = f" into {commit_count} of {result.branch} above {result.base_name}"
    files = ": nothing was changed" if is_dry else ": the files are the same"
    rows = [row(("title", f"hookkit {verb} {result.ticket}"), commits + files)]
    rows += [
        row(("code", short_id(each.id)), f"  {quote_subject(each.decoded_subject)}", indent=1)
        for each in result.commits[:_MAX_LISTED_COMMITS]
    ]
    unlisted_count = len(result.commits) - _MAX_LISTED_COMMITS
    if unlisted_count > 0:
        rows.append(row(f"and {unlisted_count:,} more", indent=1))
    rows += [title_note(each) for each in _remarks(result)]
    return rows + next_step_rows(_steps(result, is_dry))


def _remarks(result: TicketResult) -> list[str]:
    remarks = []
    if result.pushed_commits:
        pushed_count = plural(len(result.pushed_commits), "pushed commit")
        verb = "has" if len(result.pushed_commits) == 1 else "have"
        remarks.append(f"{pushed_count} {verb} none either, and stay{'s' * (verb == 'has')}")
    remarks += [f"{name} still has the old commits" for name in result.other_branches]
    if result.has_lost_git_notes:
        remarks.append(GIT_NOTES_NOT_COPIED)
    return remarks


def _steps(result: TicketResult, is_dry: bool) -> list[NextStep]:
    if is_dry or result.new_tip is None:
        return [NextStep("do it", f"hookkit ticket {shlex.quote(result.ticket)}")]
    old = short_id(result.old_tip)
    look = NextStep("look", f"git range-diff {old}...{short_id(result.new_tip)}")
    return [look, NextStep("take back", "hookkit undo", "=", f"git reset --soft {old}")]
