"""The report of ``hookkit fleet debt``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hookkit.fleet.debt_trend import Points, debt_trend
from hookkit.fleet.incremental_inspection import InspectedFleet, ReadableRepositories
from hookkit.fleet.inspection import Facts, int_fact, rule_counts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import (
    frequent_rule_rows,
    inspected_count_row,
    title_row,
    unreadable_repository_rows,
)
from hookkit.phrases import escape_unprintable, plural
from hookkit.terminal.rows import Row, StyledText, row, table_rows

MAX_RULES = 3
"""The most rules of a repository that are listed with their counts."""

_COLUMN_TITLES = ("repository", "findings", "files", "baseline", "new", "trend", "most of")


def debt_rows(
    inspected: InspectedFleet, points: Mapping[str, Points], is_store_named: bool
) -> list[Row]:
    """Give the rows of a debt report.

    ``points`` are the findings over time, by path of the repository. ``is_store_named`` is True if
    ``--store`` was given.
    """
    readable = inspected.readable
    total = sum(int_fact(facts, "findings") for _, facts in readable)
    files = sum(int_fact(facts, "files") for _, facts in readable)
    parts: list[StyledText] = [
        ("text", plural(total, "finding")),
        ("text", plural(files, "file")),
    ]
    rows = [title_row(inspected, parts)]
    if readable:
        rows += table_rows(
            _COLUMN_TITLES, [list(_repository_cells(*each, points)) for each in readable]
        )
    rows += frequent_rule_rows(map(rule_counts, (facts for _, facts in readable)))
    rows += _remark_rows(readable)
    return [
        *rows,
        *unreadable_repository_rows(inspected),
        inspected_count_row(inspected, is_store_named),
    ]


def _repository_cells(
    repository: ListedRepository, facts: Facts, points: Mapping[str, Points]
) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    yield "text", f"{int_fact(facts, 'findings'):,}"
    yield "text", f"{int_fact(facts, 'files'):,}"
    baseline, new = facts["baseline"], facts["new"]
    yield ("text", f"{baseline:,}") if isinstance(baseline, int) else ("dim", "none")
    yield ("bad" if new else "good", f"{new:,}") if isinstance(new, int) else ("dim", "-")
    yield "text", _trend_text(debt_trend(points.get(repository.path, ()), facts)) or "-"
    most = list(rule_counts(facts).items())[:MAX_RULES]
    yield "code", ", ".join(f"{rule} {count:,}" for rule, count in most) or "-"


def _trend_text(points: Points) -> str:
    """Give the difference of the last and the first of ``points``, "" for fewer than two."""
    if len(points) < 2:
        return ""
    change = points[-1][1] - points[0][1]
    return f"{change:+,}" if change else "same"


def _remark_rows(readable: ReadableRepositories) -> Iterator[Row]:
    for repository, facts in readable:
        name: StyledText = ("path", escape_unprintable(repository.name))
        if facts["remark"]:
            yield row(name, f": {escape_unprintable(str(facts['remark']))}", indent=1)
        if facts["plugins_not_run"]:
            yield row(name, ": its own flake8 plugins are not run", indent=1)
        if int_fact(facts, "skipped"):
            description = plural(int_fact(facts, "skipped"), "file")
            yield row(name, f": {description} too large to be looked at", indent=1)
