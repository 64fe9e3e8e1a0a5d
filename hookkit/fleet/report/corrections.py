"""The report of ``hookkit fleet run``."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.inspection import Facts, int_fact, rule_counts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import (
    frequent_rule_rows,
    title_row,
    unreadable_repository_rows,
)
from hookkit.phrases import escape_unprintable, plural, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, table_rows

_HEAD = ("repository", "branch", "files", "corrected", "faults", "withheld", "correction")


def correction_rows(inspected: InspectedFleet, command: str) -> list[Row]:
    """Give the rows of a run; ``command`` keeps the corrections, "" if they are already kept."""
    readable = inspected.readable
    total = sum(int_fact(facts, "corrected") for _, facts in readable)
    changed = sum(int_fact(facts, "changed") for _, facts in readable)
    verb, kept = ("would be corrected", "") if command else ("corrected", ", kept as proposals")
    summary = f"{plural(total, 'fault')} {verb} in {plural(changed, 'file')}"
    rows = [title_row(inspected, [("text", summary + kept)])]
    if readable:
        rows += table_rows(_HEAD, [list(_repository_cells(*each)) for each in readable])
    rows += frequent_rule_rows(map(rule_counts, (facts for _, facts in readable)))
    rows += unreadable_repository_rows(inspected)
    steps = [NextStep("keep", command, "as refs; no file and no branch changes")] if command else []
    if not command and total:
        steps = [NextStep("review", "hookkit review", "in each repository")]
    return [*rows, *next_step_rows(steps)]


def _repository_cells(repository: ListedRepository, facts: Facts) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    yield "text", escape_unprintable(str(facts["branch"])) or "-"
    for key in ("files", "changed", "corrected", "withheld"):
        yield "text", f"{int_fact(facts, key):,}"
    kept = str(facts["correction"])
    yield ("code", short_id(kept)) if kept else ("dim", "-")
