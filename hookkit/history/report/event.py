"""What was found at an event, as rows."""

from __future__ import annotations

from hookkit.history.judging.check_result import CheckResult
from hookkit.history.report.findings import finding_rows
from hookkit.terminal.rows import Row, note, row

# After a merge that was refused it is a commit that concludes it.
_WITHOUT = {
    "pre-commit": "git commit --no-verify",
    "pre-merge-commit": "git commit --no-verify",
    "commit-msg": "git commit --no-verify",
    "pre-push": "git push --no-verify",
}


def judged_rows(event: str, checked: CheckResult) -> list[Row]:
    """Tell what was found, and the way on where something is refused."""
    rows = [*finding_rows(checked.findings)]
    rows += [note(each) for each in checked.notes]
    if checked.is_refused and event in _WITHOUT:
        rows.append(
            row(("dim", "hookkit: where there is no other way: "), ("command", _WITHOUT[event]))
        )
    return rows
