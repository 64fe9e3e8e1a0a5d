"""The reports of ``hookkit fleet run``, ``install``, ``upgrade`` and ``uninstall``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hookkit.fleet.fact_getters import int_fact, list_fact, rule_counts
from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository, repository_count_text
from hookkit.fleet.report.common_rows import frequent_rule_rows, title_row, unread_rows
from hookkit.phrases import escape_unprintable, plural, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_rows, row, table_rows

RepositoryFacts = Sequence[tuple[ListedRepository, Facts]]

_RUN_HEAD = ("repository", "branch", "files", "corrected", "faults", "withheld", "correction")
_STEP_NAMES = ("installed", "renewed", "removed", "unchanged")


def run_rows(inspected: InspectedFleet, command: str) -> list[Row]:
    """Give the rows of a run; ``command`` keeps the corrections, "" if they are already kept."""
    readable = inspected.readable
    total = sum(int_fact(facts, "corrected") for _, facts in readable)
    changed = sum(int_fact(facts, "changed") for _, facts in readable)
    verb, kept = ("would be corrected", "") if command else ("corrected", ", kept as proposals")
    summary = f"{plural(total, 'fault')} {verb} in {plural(changed, 'file')}"
    parts: list[StyledText] = [("text", summary + kept)]
    rows = [title_row(inspected, parts)]
    if readable:
        rows += table_rows(_RUN_HEAD, [list(_run_cells(*each)) for each in readable])
    rows += frequent_rule_rows(map(rule_counts, (facts for _, facts in readable)))
    rows += unread_rows(inspected)
    steps = [NextStep("keep", command, "as refs; no file and no branch changes")] if command else []
    if not command and total:
        steps = [NextStep("review", "hookkit review", "in each repository")]
    return [*rows, *next_rows(steps)]


def _run_cells(entry: ListedRepository, facts: Facts) -> Iterator[StyledText]:
    yield "path", escape_unprintable(entry.name)
    yield "text", escape_unprintable(str(facts["branch"])) or "-"
    for key in ("files", "changed", "corrected", "withheld"):
        yield "text", f"{int_fact(facts, key):,}"
    kept = str(facts["correction"])
    yield ("code", short_id(kept)) if kept else ("dim", "-")


def hook_rows(inspected: InspectedFleet, command: str) -> list[Row]:
    """Give the rows of a change of hooks; ``command`` applies it, "" if it is already applied."""
    readable = inspected.readable
    worked = [(entry, facts) for entry, facts in readable if not facts["skipped"]]
    to_change = [each for each in worked if any(int_fact(each[1], key) for key in _STEP_NAMES[:3])]
    verb = "would be changed" if command else "changed"
    parts: list[StyledText] = [("good", f"{len(to_change):,} {verb}")]
    rows = [title_row(inspected, parts)]
    if worked:
        rows += table_rows(
            ("repository", *_STEP_NAMES), [list(_hook_cells(*each)) for each in worked]
        )
    rows += _note_rows(worked)
    rows += _skipped_rows(readable)
    rows += unread_rows(inspected)
    return [*rows, *next_rows([NextStep("do it", command)] if command and to_change else [])]


def _hook_cells(entry: ListedRepository, facts: Facts) -> Iterator[StyledText]:
    yield "path", escape_unprintable(entry.name)
    for key in _STEP_NAMES:
        count = int_fact(facts, key)
        yield ("text", f"{count:,}") if count else ("dim", "-")


def _note_rows(readable: RepositoryFacts) -> Iterator[Row]:
    for entry, facts in readable:
        for note in list_fact(facts["notes"]):
            yield row(
                ("path", escape_unprintable(entry.name)),
                f": {escape_unprintable(str(note))}",
                indent=1,
            )


def _skipped_rows(readable: RepositoryFacts) -> Iterator[Row]:
    reasons = Counter(str(facts["skipped"]) for _, facts in readable if facts["skipped"])
    for reason, count in reasons.items():
        yield row(("dim", f"{repository_count_text(count)} left alone: {reason}"), indent=1)
