"""The report of ``hookkit ticket``: the commits that got the ticket, and the next commands."""

from __future__ import annotations

from hookkit.branches.copy_to_rewritten import LOST_NOTES
from hookkit.branches.ticket import Ticketed
from hookkit.history.checks.wording import word
from hookkit.phrases import counted, quoted, short
from hookkit.terminal.rows import NextStep, Row, next_rows, note_below, row

MAX_NAMED = 20


def ticketed_rows(result: Ticketed, is_dry: bool = False) -> list[Row]:
    """Give the rows with the commits that got the ticket, or would in a dry run."""
    if not result.commits:
        where = f"every commit of {result.branch} above {result.base} has one"
        return [row(("title", "hookkit found no commit without a ticket"), f": {where}")]
    verb = "would put" if is_dry else "put"
    into = f" into {counted(len(result.commits), 'commit')} of {result.branch} above {result.base}"
    files = ": nothing was changed" if is_dry else ": the files are the same"
    rows = [row(("title", f"hookkit {verb} {result.ticket}"), into + files)]
    rows += [
        row(("code", short(each.id)), f"  {quoted(each.shown_subject)}", indent=1)
        for each in result.commits[:MAX_NAMED]
    ]
    rest = len(result.commits) - MAX_NAMED
    rows += [row(f"and {rest:,} more", indent=1)] if rest > 0 else []
    return [
        *rows,
        *(note_below(each) for each in _notes(result)),
        *next_rows(_steps(result, is_dry)),
    ]


def _notes(result: Ticketed) -> list[str]:
    notes = []
    if result.pushed:
        number = counted(len(result.pushed), "pushed commit")
        verb = "has" if len(result.pushed) == 1 else "have"
        notes.append(f"{number} {verb} none either, and stay{'s' * (verb == 'has')}")
    notes += [f"{name} still has the old commits" for name in result.other_branches]
    if result.lost_notes:
        notes.append(LOST_NOTES)
    return notes


def _steps(result: Ticketed, is_dry: bool) -> list[NextStep]:
    if is_dry or result.new is None:
        return [NextStep("do it", f"hookkit ticket {word(result.ticket)}")]
    old = short(result.old)
    look = NextStep("look", f"git range-diff {old}...{short(result.new)}")
    return [look, NextStep("take back", "hookkit undo", "=", f"git reset --soft {old}")]
