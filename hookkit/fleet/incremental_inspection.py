"""Incremental inspection of a fleet: only of repositories without an up-to-date stored result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from typing import NamedTuple

from hookkit import __version__
from hookkit.fleet.inspect_repository import INSPECTIONS
from hookkit.fleet.inspection import Facts, Inspection, InspectionResult
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.parallel_inspection import ExecutorFactory, inspect_all
from hookkit.fleet.repository_fingerprint import repository_fingerprint
from hookkit.fleet.result_store import ResultStore, StoredResult

MAX_BATCH = 50
"""The most results that are written in one transaction."""

MAX_DELAY = 1.0
"""Seconds after which results are written at the latest."""

ReadableRepositories = Sequence[tuple[ListedRepository, Facts]]
"""The repositories that could be read, each with its facts."""


class InspectedFleet(NamedTuple):
    """Each repository in the list's order, with its result, and how many of these are new."""

    results: tuple[tuple[ListedRepository, StoredResult], ...]
    new_result_count: int

    @property
    def readable(self) -> ReadableRepositories:
        """The repositories that could be read, each with its facts."""
        found = [(repository, result.result) for repository, result in self.results]
        return [(repository, each.facts) for repository, each in found if not each.problem]


class ProgressCallbacks(NamedTuple):
    """Callbacks for progress.

    ``on_wait`` is called with the repository that is waited for, ``on_result`` with each result.
    """

    on_wait: Callable[[ListedRepository], None]
    on_result: Callable[[InspectionResult], None]


def repositories_to_inspect(
    store: ResultStore, repositories: Sequence[ListedRepository], inspection: Inspection
) -> list[ListedRepository]:
    """Give the repositories whose stored result is missing or out of date."""
    stored = store.results(inspection.name)
    return [
        each for each in repositories if not _is_up_to_date(each, stored.get(each.path), inspection)
    ]


def inspect_and_store(
    store: ResultStore,
    repositories: Sequence[ListedRepository],
    inspection: Inspection,
    jobs: int,
    make_executor: ExecutorFactory,
    callbacks: ProgressCallbacks,
) -> None:
    """Inspect repositories and store each result as it arrives, so an interruption loses little.

    Raises EnvironmentFailed if the store cannot be written.
    """
    if not repositories:
        return
    # Import before the processes are forked, so that each one has the module.
    import_module(f"hookkit.fleet.{INSPECTIONS[inspection.name].partition(':')[0]}")
    with closing(
        inspect_all(repositories, inspection, jobs, make_executor, callbacks.on_wait)
    ) as results:
        _store_results(store, inspection, results, callbacks)


def stored_results(
    store: ResultStore,
    repositories: Sequence[ListedRepository],
    inspection_name: str,
    new_result_count: int,
) -> InspectedFleet:
    """Give the stored results of the repositories; ``new_result_count`` of them are new."""
    stored = store.results(inspection_name)
    return InspectedFleet(
        tuple((each, stored[each.path]) for each in repositories), new_result_count
    )


def _is_up_to_date(
    repository: ListedRepository, result: StoredResult | None, inspection: Inspection
) -> bool:
    """Whether a result is up to date: same options, hookkit version and repository state."""
    if result is None or repository.problem or result.result.problem:
        return False
    if (result.options, result.version) != (inspection.options, __version__):
        return False
    old_fingerprint = result.result.fingerprint
    return bool(old_fingerprint) and old_fingerprint == repository_fingerprint(
        repository.path, result.result.other_files
    )


def _store_results(
    store: ResultStore,
    inspection: Inspection,
    results: Iterator[InspectionResult],
    callbacks: ProgressCallbacks,
) -> None:
    pending: list[StoredResult] = []
    started = time.monotonic()
    try:
        for each in results:
            pending.append(StoredResult(each, inspection.options, __version__, int(time.time())))
            callbacks.on_result(each)
            if len(pending) >= MAX_BATCH or time.monotonic() - started > MAX_DELAY:
                store.add(inspection.name, pending)
                pending, started = [], time.monotonic()
    finally:
        store.add(inspection.name, pending)
