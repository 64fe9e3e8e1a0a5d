"""The columns of the charts of a history report: all periods in order, also empty ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from hookkit.history.statistics.history_counts import Period, PeriodLength
from hookkit.history.statistics.history_report import HistoryReport

MAX_COLUMNS = 600
"""If there are more periods than this from the first to the last, empty periods are left out."""

MIN_COLUMNS = 2
"""With fewer periods than this there is no chart: a single column shows nothing."""


class Column(NamedTuple):
    """A period of a chart; ``other_merge_count`` counts the merges that are not semi-linear."""

    name: str
    commit_count: int
    semi_linear_count: int
    other_merge_count: int

    @property
    def merge_count(self) -> int:
        """The number of merges."""
        return self.semi_linear_count + self.other_merge_count


def chart_columns(report: HistoryReport) -> list[Column]:
    """Give the periods in their order, with the empty periods between them."""
    periods = {each.name: each for each in report.periods}
    if not periods:
        return []
    all_names = [*_names_between(min(periods), max(periods), report.period_length)]
    names = all_names if len(all_names) <= MAX_COLUMNS else [*periods]
    empty_period = Period("", 0, 0, 0, 0, None)
    named_periods = ((name, periods.get(name, empty_period)) for name in names)
    return [
        Column(name, each.commits, each.semi_linear, each.merges - each.semi_linear)
        for name, each in named_periods
    ]


def _names_between(first: str, last: str, period_length: PeriodLength) -> Iterator[str]:
    """Give the names of the periods from first to last, at most MAX_COLUMNS and one more."""
    name, number = first, 0
    while name < last and number < MAX_COLUMNS:
        yield name
        name, number = _next_name(name, period_length), number + 1
    yield last


def _next_name(name: str, period_length: PeriodLength) -> str:
    year, number = int(name[:4]), int(name[5:].lstrip("WQ"))
    if period_length == "week":
        monday = date.fromisocalendar(year, number, 1) + timedelta(weeks=1)
        year, week, _ = monday.isocalendar()
        return f"{year:04}-W{week:02}"
    periods_per_year, prefix, digits = (12, "", 2) if period_length == "month" else (4, "Q", 1)
    year, number = (year, number + 1) if number < periods_per_year else (year + 1, 1)
    return f"{year:04}-{prefix}{number:0{digits}}"


def chart_maximum(numbers: Iterator[int]) -> int:
    """Give the largest of some numbers, at least 1: the value at the top of a chart."""
    return max([1, *numbers])
