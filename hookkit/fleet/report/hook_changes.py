"""The report of hook changes: ``hookkit fleet install``, ``upgrade`` and ``uninstall``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hookkit.fleet.incremental_inspection import InspectedFleet, ReadableRepositories
from hookkit.fleet.inspection import Facts, int_fact, list_fact
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import title_row, unreadable_repository_rows
from hookkit.fleet.report_phrases import repository_count_text
from hookkit.phrases import escape_unprintable
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row, table_rows

_ACTION_NAMES = ("installed", "renewed", "removed", "unchanged")


def hook_change_rows(inspected: InspectedFleet, command: str) -> list[Row]:
    """Give the rows of a change of hooks; ``command`` applies it, "" if it is already applied."""
    readable = inspected.readable
    not_skipped = [(repository, facts) for repository, facts in readable if not facts["skipped"]]
    to_change = [
        each for each in not_skipped if any(int_fact(each[1], key) for key in _ACTION_NAMES[:3])
    ]
    verb = "would be changed" if command else "changed"
    rows = [title_row(inspected, [("good", f"{len(to_change):,} {verb}")])]
    if not_skipped:
        rows += table_rows(
            ("repository", *_ACTION_NAMES), [list(_hook_cells(*each)) for each in not_skipped]
        )
    rows += _note_rows(not_skipped)
    rows += _skipped_rows(readable)
    rows += unreadable_repository_rows(inspected)
    return [*rows, *next_step_rows([NextStep("do it", command)] if command and to_change else [])]


def _hook_cells(repository: ListedRepository, facts: Facts) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    for key in _ACTION_NAMES:
        count = int_fact(facts, key)
        yield ("text", f"{count:,}") if count else ("dim", "-")


def _note_rows(readable: ReadableRepositories) -> Iterator[Row]:
    for repository, facts in readable:
        for note in list_fact(facts, "notes"):
            yield row(
                ("path", escape_unprintable(repository.name)),
                f": {escape_unprintable(str(note))}",
                indent=1,
            )


def _skipped_rows(readable: ReadableRepositories) -> Iterator[Row]:
    reasons = Counter(str(facts["skipped"]) for _, facts in readable if facts["skipped"])
    for reason, count in reasons.items():
        yield row(("dim", f"{repository_count_text(count)} left alone: {reason}"), indent=1)
