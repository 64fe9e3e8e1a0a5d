"""Rows that the reports of many repositories share: titles, sums, unreadable repositories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.report_phrases import repository_count_text
from hookkit.phrases import escape_unprintable
from hookkit.terminal.rows import Row, StyledText, row


def frequent_rule_rows(counts_by_repository: Iterable[Mapping[str, int]]) -> Iterator[Row]:
    """Name the most frequent rules of all repositories; each of them gives its counts by rule."""
    counts = sum(map(Counter, counts_by_repository), Counter[str]())
    if counts:
        most = ", ".join(f"{rule} {count:,}" for rule, count in counts.most_common(10))
        yield row("most of all: ", ("code", most), indent=1)


def unreadable_repository_rows(inspected: InspectedFleet) -> Iterator[Row]:
    """Name the repositories that could not be read, each with the reason and a repair command."""
    unread = [
        (repository, result.result)
        for repository, result in inspected.results
        if result.result.problem
    ]
    if not unread:
        return
    yield row(("warn", f"{repository_count_text(len(unread))} could not be read"))
    for repository, found in unread:
        yield row(
            ("path", escape_unprintable(repository.name)),
            f": {escape_unprintable(found.problem)}",
            indent=1,
        )
        if found.repair:
            yield row("run: ", ("command", found.repair), indent=2)


def title_row(inspected: InspectedFleet, parts: Sequence[StyledText]) -> Row:
    """Give the first row: how many repositories, and the main facts about them."""
    words: list[str | StyledText] = [("title", repository_count_text(len(inspected.results)))]
    for index, part in enumerate(parts):
        words += [": " if index == 0 else ", ", part]
    return row(*words)


def inspected_count_row(inspected: InspectedFleet, is_store_named: bool) -> Row:
    """Say how many repositories this run inspected, and how the next run can inspect fewer."""
    total = len(inspected.results)
    if inspected.new_result_count < total:
        same = total - inspected.new_result_count
        verb = "is" if same == 1 else "are"
        sentence = f"{inspected.new_result_count:,} looked at now, {same:,} {verb} as in the store"
    elif is_store_named:
        sentence = "the next run looks only at those that have changed"
    else:
        sentence = "with --store FILE the next run looks only at those that have changed"
    return row(("dim", sentence))
