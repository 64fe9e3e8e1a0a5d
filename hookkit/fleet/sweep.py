"""Repositories looked at one after the other: those of which nothing is known, and what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from typing import NamedTuple

from hookkit import __version__
from hookkit.fleet.entry import Entry
from hookkit.fleet.fingerprint import fingerprint
from hookkit.fleet.looking import LOOKS, Facts, Found, Look
from hookkit.fleet.pool import Executors, look_at_all
from hookkit.fleet.store import Result, Store

AT_ONCE = 50
"""Results that are written in one transaction at most."""

WRITE_AFTER = 1.0
"""Seconds after which what is there is written."""


class Swept(NamedTuple):
    """What is known of each repository, in the order of the list; how many were looked at now."""

    rows: tuple[tuple[Entry, Result], ...]
    looked_at: int

    @property
    def read(self) -> list[tuple[Entry, Facts]]:
        """The repositories that could be read, each with its facts."""
        found = [(entry, result.found) for entry, result in self.rows]
        return [(entry, each.facts) for entry, each in found if not each.problem]


class Watch(NamedTuple):
    """Who is told of the work: what is under way, what is done."""

    tick: Callable[[Entry], None]
    step: Callable[[Found], None]


def due_entries(store: Store, entries: Sequence[Entry], look: Look) -> list[Entry]:
    """Give the repositories that are not in the store as they are now."""
    known = store.results(look.work)
    return [each for each in entries if not _is_known(each, known.get(each.path), look)]


def look_at_due(
    store: Store,
    due: Sequence[Entry],
    look: Look,
    jobs: int,
    executors: Executors,
    watch: Watch,
) -> None:
    """Look at repositories and keep what is found, as it comes, also where that is interrupted.

    Raises EnvironmentFailed where the store cannot be written.
    """
    if not due:
        return
    # Before the processes are forked, so that each has it.
    import_module(f"hookkit.fleet.{LOOKS[look.work].partition(':')[0]}")
    with closing(look_at_all(due, look, jobs, executors, watch.tick)) as found:
        _keep(store, look, found, watch)


def known_of(store: Store, entries: Sequence[Entry], work: str, looked_at: int) -> Swept:
    """Give what the store has of repositories that were looked at, ``looked_at`` of them now."""
    known = store.results(work)
    return Swept(tuple((each, known[each.path]) for each in entries), looked_at)


def _is_known(entry: Entry, result: Result | None, look: Look) -> bool:
    """Whether a result still holds: of the same options, version and state of the repository."""
    if result is None or entry.problem or result.found.problem:
        return False
    if (result.options, result.version) != (look.options, __version__):
        return False
    seen = result.found.fingerprint
    return bool(seen) and seen == fingerprint(entry.path, result.found.watched)


def _keep(store: Store, look: Look, found: Iterator[Found], watch: Watch) -> None:
    kept: list[Result] = []
    begin = time.monotonic()
    try:
        for each in found:
            kept.append(Result(each, look.options, __version__, int(time.time())))
            watch.step(each)
            if len(kept) >= AT_ONCE or time.monotonic() - begin > WRITE_AFTER:
                store.add(look.work, kept)
                kept, begin = [], time.monotonic()
    finally:
        store.add(look.work, kept)
