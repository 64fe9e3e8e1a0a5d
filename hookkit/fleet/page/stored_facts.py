"""All results that a store has for the repositories of its list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookkit.fleet.debt_trend import FIGURE_NAME, Points
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.result_store import Store, StoredResult

STORED_INSPECTIONS = ("status", "check", "debt")
"""The inspections whose results a store keeps."""


class StoredRepository(NamedTuple):
    """A repository with the result of each inspection, and its debt over time.

    ``facts`` are by the names of WORKS, without inspections that were not run or failed;
    ``problems`` are the reasons of failures. ``looked_at`` is the time of the newest inspection, in
    seconds since 1970, 0 for none.
    """

    entry: ListedRepository
    facts: Mapping[str, Facts]
    problems: tuple[str, ...]
    points: Points
    looked_at: int


def stored_facts(store: Store) -> list[StoredRepository]:
    """Read the results of all repositories of the list, in its order."""
    results = {name: store.results(name) for name in STORED_INSPECTIONS}
    points = store.points(FIGURE_NAME)
    return [_stored_repository(each, results, points) for each in store.entries()]


def _stored_repository(
    entry: ListedRepository,
    results: Mapping[str, Mapping[str, StoredResult]],
    points: Mapping[str, Points],
) -> StoredRepository:
    found = {
        name: by_path[entry.path] for name, by_path in results.items() if entry.path in by_path
    }
    problems = dict.fromkeys(
        each.result.problem for each in found.values() if each.result.problem
    )
    return StoredRepository(
        entry,
        {name: each.result.facts for name, each in found.items() if not each.result.problem},
        tuple(problems),
        points.get(entry.path, ()),
        max((each.looked_at for each in found.values()), default=0),
    )
