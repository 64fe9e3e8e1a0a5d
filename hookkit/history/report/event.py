"""What was found at an event, as rows."""

from __future__ import annotations

from hookkit.history.judging.check_result import CheckResult
from hookkit.history.report.findings import finding_rows
from hookkit.settings.events import event_named
from hookkit.terminal.rows import Row, note, row


def event_rows(event: str, checked: CheckResult) -> list[Row]:
    """Tell what was found, and the way on where something is refused."""
    rows = [*finding_rows(checked.findings)]
    rows += [note(each) for each in checked.notes]
    known = event_named(event)
    if checked.is_refused and known is not None and known.skip:
        rows.append(row(("dim", "hookkit: where there is no other way: "), ("command", known.skip)))
    return rows
