"""Inspections of the repositories that the store does not have as they are now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from typing import NamedTuple

from hookkit import __version__
from hookkit.fleet.fingerprint import fingerprint
from hookkit.fleet.inspection import INSPECTIONS, Facts, Inspection, InspectionResult
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.pool import Executors, inspect_all
from hookkit.fleet.store import Store, StoredResult

AT_ONCE = 50
"""Results that are written in one transaction at most."""

WRITE_AFTER = 1.0
"""Seconds after which what is there is written."""


class InspectedFleet(NamedTuple):
    """What is known of each repository, in the order of the list; how many were inspected now."""

    rows: tuple[tuple[ListedRepository, StoredResult], ...]
    inspected_now: int

    @property
    def read(self) -> list[tuple[ListedRepository, Facts]]:
        """The repositories that could be read, each with its facts."""
        found = [(entry, result.inspected) for entry, result in self.rows]
        return [(entry, each.facts) for entry, each in found if not each.problem]


class Listener(NamedTuple):
    """What is called with the repository under way, and with what was found in one."""

    tick: Callable[[ListedRepository], None]
    step: Callable[[InspectionResult], None]


def due_entries(
    store: Store, entries: Sequence[ListedRepository], inspection: Inspection
) -> list[ListedRepository]:
    """Give the repositories that are not in the store as they are now."""
    known = store.results(inspection.work)
    return [each for each in entries if not _is_known(each, known.get(each.path), inspection)]


def inspect_due(
    store: Store,
    due: Sequence[ListedRepository],
    inspection: Inspection,
    jobs: int,
    executors: Executors,
    listener: Listener,
) -> None:
    """Look at repositories and keep what is found, as it comes, also where that is interrupted.

    Raises EnvironmentFailed where the store cannot be written.
    """
    if not due:
        return
    # Before the processes are forked, so that each has it.
    import_module(f"hookkit.fleet.{INSPECTIONS[inspection.work].partition(':')[0]}")
    with closing(inspect_all(due, inspection, jobs, executors, listener.tick)) as found:
        _keep(store, inspection, found, listener)


def stored_results(
    store: Store, entries: Sequence[ListedRepository], work: str, inspected_now: int
) -> InspectedFleet:
    """Give what the store has of inspected repositories, ``inspected_now`` of them now."""
    known = store.results(work)
    return InspectedFleet(tuple((each, known[each.path]) for each in entries), inspected_now)


def _is_known(entry: ListedRepository, result: StoredResult | None, inspection: Inspection) -> bool:
    """Whether a result still holds: of the same options, version and state of the repository."""
    if result is None or entry.problem or result.inspected.problem:
        return False
    if (result.options, result.version) != (inspection.options, __version__):
        return False
    seen = result.inspected.fingerprint
    return bool(seen) and seen == fingerprint(entry.path, result.inspected.watched)


def _keep(
    store: Store, inspection: Inspection, found: Iterator[InspectionResult], listener: Listener
) -> None:
    kept: list[StoredResult] = []
    begin = time.monotonic()
    try:
        for each in found:
            kept.append(StoredResult(each, inspection.options, __version__, int(time.time())))
            listener.step(each)
            if len(kept) >= AT_ONCE or time.monotonic() - begin > WRITE_AFTER:
                store.add(inspection.work, kept)
                kept, begin = [], time.monotonic()
    finally:
        store.add(inspection.work, kept)
