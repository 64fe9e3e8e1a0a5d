"""What is said to a person whose push is judged: git puts ``remote:`` in front of each line."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import HookkitError
from hookkit.history.finding import Finding
from hookkit.history.judging.check_result import CheckResult
from hookkit.history.report.findings import finding_rows, kind_of
from hookkit.phrases import counted
from hookkit.terminal.rows import Row, note, row

MOST_FINDINGS = 20
_ORDER = ("refused", "warning", "unknown")


def received_rows(judged: Sequence[CheckResult], problem: HookkitError | None = None) -> list[Row]:
    """Tell what was found, what refuses the push first, and what became of it; or say nothing.

    ``problem`` is what keeps the settings of the team from being used.
    """
    found = [each for checked in judged for each in checked.findings]
    found.sort(key=lambda each: _ORDER.index(kind_of(each)))
    rows = _unusable(problem) if problem else []
    rows += finding_rows(found[:MOST_FINDINGS])
    if len(found) > MOST_FINDINGS:
        rows.append(note(f"and {len(found) - MOST_FINDINGS:,} more"))
    notes = dict.fromkeys(each for checked in judged for each in checked.notes)
    rows += map(note, notes)
    return [*rows, _end(judged, found)] if found else rows


def _unusable(problem: HookkitError) -> list[Row]:
    rows = [row(("warn", "warning"), f"  the team's settings are not used: {problem.message}")]
    if problem.repair is not None:
        rows.append(row(("dim", "repair: "), ("command", problem.repair), indent=2))
    return rows


def _end(judged: Sequence[CheckResult], found: Sequence[Finding]) -> Row:
    refused = [each.subject for each in judged if each.is_refused]
    if refused:
        some = ", ".join(refused[:3])
        rest = f" and {len(refused) - 3:,} more" if len(refused) > 3 else ""
        return row(("bad", f"hookkit refused {some}{rest}"), ": nothing of this push was taken")
    return row(("title", "hookkit lets this push through"), f": {counted(len(found), 'remark')}")
