"""The report of ``hookkit fleet status``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.fleet.incremental_inspection import InspectedFleet, ReadableRepositories
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import (
    inspected_count_row,
    title_row,
    unreadable_repository_rows,
)
from hookkit.fleet.report_phrases import hooks_text, policy_counts, policy_names, versions_text
from hookkit.phrases import age, escape_unprintable
from hookkit.terminal.rows import Row, Style, StyledText, row, table_rows

_HEAD = ("repository", "hooks", "version", "policy", "last correction")

_STATE_STYLES: Mapping[str, Style] = {
    "alive": "good",
    "pre-commit": "good",
    "none": "dim",
    "silent": "dim",
    "off": "warn",
}


def status_rows(inspected: InspectedFleet, now: int, is_store_named: bool) -> list[Row]:
    """Give the rows of a status; ``now``, in seconds since 1970, is the time for the ages.

    ``is_store_named`` is True if ``--store`` was given.
    """
    readable = inspected.readable
    all_facts = [facts for _, facts in readable]
    names = policy_names(all_facts)
    states = Counter(str(facts["hooks"]) for facts in all_facts)
    parts: list[StyledText] = [
        (hooks_state_style(state), f"{n:,} {_STATE_LABELS.get(state, state)}")
        for state, n in states.most_common()
    ]
    rows = [title_row(inspected, parts)]
    if readable:
        rows += table_rows(_HEAD, [list(_repository_cells(*each, names, now)) for each in readable])
    rows += _policy_rows(all_facts)
    rows += _rejected_rows(readable)
    return [
        *rows,
        *unreadable_repository_rows(inspected),
        inspected_count_row(inspected, is_store_named),
    ]


def hooks_state_style(state: str) -> Style:
    """Give the style of a state of the hooks."""
    return _STATE_STYLES.get(state, "bad")


_STATE_LABELS = {
    "alive": "with hooks",
    "in part": "with hooks in part",
    "broken": "whose hooks fail",
    "off": "switched off",
    "silent": "with hooks that wait for settings",
    "pre-commit": "by a framework",
    "none": "without hooks",
}


def _repository_cells(
    repository: ListedRepository, facts: Facts, names: Mapping[str, str], now: int
) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    yield hooks_state_style(str(facts["hooks"])), hooks_text(facts)
    yield "text", versions_text(facts)
    yield ("bad", "unknown") if facts["rejected"] else ("text", names[str(facts["policy_id"])])
    when = facts["corrected_at"]
    yield ("text", age(when, now)) if isinstance(when, int) else ("dim", "never")


def _policy_rows(facts: Sequence[Facts]) -> Iterator[Row]:
    for name, text, count in policy_counts(facts):
        if text:
            yield row(("title", f"policy {name}"), f" ({count:,}): {text}", indent=1)


def _rejected_rows(readable: ReadableRepositories) -> Iterator[Row]:
    """Say why the policy of a repository is unknown."""
    for repository, facts in readable:
        if facts["rejected"]:
            description = f": its policy is unknown: {escape_unprintable(str(facts['rejected']))}"
            yield row(("path", escape_unprintable(repository.name)), description, indent=1)
