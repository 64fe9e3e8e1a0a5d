"""The table of the periods of a history report, the same in rows, in Markdown and on a page."""

from __future__ import annotations

from hookkit.history.statistics.history_report import HistoryReport
from hookkit.phrases import percent


def period_table(report: HistoryReport) -> list[tuple[str, ...]]:
    """Give the table of the periods: the column headings, and then the cells of each period."""
    table = [("commits", "merges", "semi-linear", "fixups", "no ticket")]
    for each in report.periods:
        share = percent(each.semi_linear, each.merges)
        without_ticket = f"{each.without_ticket or 0:,}"
        table.append(
            (f"{each.commits:,}", f"{each.merges:,}", share, f"{each.fixups:,}", without_ticket)
        )
    # If tickets are not looked for, their column is left out.
    return [cells[: -1 if report.missing_tickets is None else None] for cells in table]
