"""What was found of a request, as rows for people."""

from __future__ import annotations

from hookkit.ci.check import CiResult
from hookkit.corrections.report.run import check_rows, nothing_rows
from hookkit.history.report.findings import checked_rows
from hookkit.terminal.rows import Row, row


def ci_rows(result: CiResult) -> list[Row]:
    """Give the corrections, then the findings with their repairs, then how it ends."""
    rows: list[Row] = []
    outcome = result.outcome
    if outcome is not None:
        again = f"hookkit run {_span(result)}"
        rows += nothing_rows(outcome) if outcome.is_silent else check_rows(outcome, again)
        rows.append(row(""))
    rows += checked_rows(result.checked)
    if result.is_unknown and result.must_know and not result.is_found:
        rows.append(row(("dim", "what is unknown fails here; to let it pass: --unknown pass")))
    return rows


def _span(result: CiResult) -> str:
    request = result.request
    tip = (request.tip or "HEAD")[:7]
    return f"{request.base[:7]}..{tip}" if request.base else tip
