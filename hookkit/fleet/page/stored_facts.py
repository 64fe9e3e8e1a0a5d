"""The stored facts of all repositories of the list, for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookkit.fleet.debt_trend import METRIC_NAME, Points
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.result_store import ResultStore, StoredResult

STORED_INSPECTIONS = ("status", "check", "debt")
"""The inspections whose results a store keeps."""


class StoredRepository(NamedTuple):
    """A repository with the result of each inspection, and its debt over time.

    ``facts`` are by the names of STORED_INSPECTIONS, without inspections that were not run or
    failed; ``problems`` are the reasons of failures. ``looked_at`` is the time of the newest
    inspection, in seconds since 1970, 0 for none.
    """

    repository: ListedRepository
    facts: Mapping[str, Facts]
    problems: tuple[str, ...]
    points: Points
    looked_at: int


def stored_facts(store: ResultStore) -> list[StoredRepository]:
    """Read the results of all repositories of the list, in its order."""
    results = {name: store.results(name) for name in STORED_INSPECTIONS}
    points = store.points(METRIC_NAME)
    return [_stored_repository(each, results, points) for each in store.repositories()]


def _stored_repository(
    repository: ListedRepository,
    results: Mapping[str, Mapping[str, StoredResult]],
    points: Mapping[str, Points],
) -> StoredRepository:
    found = {
        name: by_path[repository.path]
        for name, by_path in results.items()
        if repository.path in by_path
    }
    problems = dict.fromkeys(each.result.problem for each in found.values() if each.result.problem)
    return StoredRepository(
        repository,
        {name: each.result.facts for name, each in found.items() if not each.result.problem},
        tuple(problems),
        points.get(repository.path, ()),
        max((each.looked_at for each in found.values()), default=0),
    )
