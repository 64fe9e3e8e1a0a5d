"""Commits that got a ticket: which, what stays, and what to do next."""

from __future__ import annotations

from hookkit.branches.copy_to_rewritten import LOST_NOTES
from hookkit.branches.ticket import Ticketed
from hookkit.history.checks.wording import word
from hookkit.phrases import counted, quoted, short
from hookkit.terminal.rows import NextStep, Row, next_rows, note_below, row

MAX_NAMED = 20


def ticketed_rows(done: Ticketed, is_dry: bool = False) -> list[Row]:
    """Say which commits got the ticket, or in a dry run would."""
    if not done.commits:
        where = f"every commit of {done.branch} above {done.base} has one"
        return [row(("title", "hookkit found no commit without a ticket"), f": {where}")]
    verb = "would put" if is_dry else "put"
    into = f" into {counted(len(done.commits), 'commit')} of {done.branch} above {done.base}"
    files = ": nothing was changed" if is_dry else ": the files are the same"
    rows = [row(("title", f"hookkit {verb} {done.ticket}"), into + files)]
    rows += [
        row(("code", short(each.id)), f"  {quoted(each.shown_subject)}", indent=1)
        for each in done.commits[:MAX_NAMED]
    ]
    rest = len(done.commits) - MAX_NAMED
    rows += [row(f"and {rest:,} more", indent=1)] if rest > 0 else []
    return [*rows, *(note_below(each) for each in _notes(done)), *next_rows(_steps(done, is_dry))]


def _notes(done: Ticketed) -> list[str]:
    notes = []
    if done.pushed:
        number = counted(len(done.pushed), "pushed commit")
        verb = "has" if len(done.pushed) == 1 else "have"
        notes.append(f"{number} {verb} none either, and stay{'s' * (verb == 'has')}")
    notes += [f"{name} still has the old commits" for name in done.other_branches]
    if done.lost_notes:
        notes.append(LOST_NOTES)
    return notes


def _steps(done: Ticketed, is_dry: bool) -> list[NextStep]:
    if is_dry or done.new is None:
        return [NextStep("do it", f"hookkit ticket {word(done.ticket)}")]
    old = short(done.old)
    look = NextStep("look", f"git range-diff {old}...{short(done.new)}")
    return [look, NextStep("take back", "hookkit undo", "=", f"git reset --soft {old}")]
