"""The report of ``hookkit fleet check``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.fleet.incremental_inspection import InspectedFleet, ReadableRepositories
from hookkit.fleet.inspection import Facts, int_fact, rule_counts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import (
    inspected_count_row,
    title_row,
    unreadable_repository_rows,
)
from hookkit.fleet.report_phrases import repository_count_text
from hookkit.history.checks.rules import rule_by_id
from hookkit.phrases import escape_unprintable, percent, plural
from hookkit.terminal.rows import Row, StyledText, row, table_rows


def check_rows(inspected: InspectedFleet, is_store_named: bool) -> list[Row]:
    """Give the rows of a check; ``is_store_named`` is True if ``--store`` was given."""
    readable = inspected.readable
    rules = sorted({rule for _, facts in readable for rule in rule_counts(facts)})
    commits = sum(int_fact(facts, "commits") for _, facts in readable)
    refused = [count for _, facts in readable if (count := int_fact(facts, "refused"))]
    where = f" in {repository_count_text(len(refused))}" if refused else ""
    parts: list[StyledText] = [
        ("text", plural(commits, "commit")),
        ("bad" if refused else "good", f"{plural(sum(refused), 'finding')} refused{where}"),
    ]
    rows = [title_row(inspected, parts)]
    if readable:
        head = ("repository", "branch", "commits", "merges", "semi-linear", *rules)
        rows += table_rows(head, [list(_repository_cells(*each, rules)) for each in readable])
    rows += _rule_rows(readable, rules)
    rows += _unknown_rows(readable)
    return [
        *rows,
        *unreadable_repository_rows(inspected),
        inspected_count_row(inspected, is_store_named),
    ]


def _repository_cells(
    repository: ListedRepository, facts: Facts, rules: Sequence[str]
) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    yield "text", escape_unprintable(str(facts["branch"])) or "-"
    yield "text", f"{int_fact(facts, 'commits'):,}"
    yield "text", f"{int_fact(facts, 'merges'):,}"
    share = percent(int_fact(facts, "semi_linear"), int_fact(facts, "merges"))
    yield "text", share or "-"
    for rule in rules:
        finding_count = rule_counts(facts).get(rule, 0)
        yield ("warn", f"{finding_count:,}") if finding_count else ("dim", "-")


def _rule_rows(readable: ReadableRepositories, rules: Sequence[str]) -> Iterator[Row]:
    for rule in rules:
        counts = [count for _, facts in readable if (count := rule_counts(facts).get(rule, 0))]
        where = repository_count_text(len(counts))
        yield row(
            ("code", rule), f"  {rule_by_id(rule).name}: {sum(counts):,} in {where}", indent=1
        )


def _unknown_rows(readable: ReadableRepositories) -> Iterator[Row]:
    unknown = dict.fromkeys(
        escape_unprintable(repository.name)
        for repository, facts in readable
        if facts["unknown"] or facts["is_cut"]
    )
    if unknown:
        names = ", ".join(unknown)
        yield row(("dim", f"not all is known of {names}: a shallow clone ends there"), indent=1)
