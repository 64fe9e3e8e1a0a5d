"""Inspect many repositories in several processes, and give each result once it is ready."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from hookkit.fleet.inspection import Inspection, InspectionResult, inspect_repository
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.temporary_files import temporary_files_folder
from hookkit.import_path import worktree_off_child_path
from hookkit.pep8.fix_processes import TICK_INTERVAL, process_pool

Executors = Callable[[], AbstractContextManager[Executor]]
"""Makes an executor with processes on this machine or another one. A worker must be able to
import hookkit and to read the repositories at their paths."""

MAX_WAITING = 4
"""How many inspections wait in the executor, besides those under way."""


def local_processes(jobs: int) -> Executors:
    """Give a function that makes executors with ``jobs`` processes on this machine."""
    return partial(_processes, jobs)


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Give processes whose temporary files are deleted afterwards, even if they are killed."""
    with temporary_files_folder():
        with process_pool(jobs) as pool:
            yield pool


def inspect_all(
    entries: Sequence[ListedRepository],
    inspection: Inspection,
    jobs: int,
    executors: Executors,
    on_wait: Callable[[ListedRepository], None],
) -> Generator[InspectionResult, None, None]:
    """Inspect repositories and give the results as they arrive, in any order.

    ``jobs`` repositories are inspected at once. ``on_wait`` is called repeatedly with the
    repository that has been under way for longest. If a process dies, the repositories that its
    pool had not finished are inspected once more, each alone.
    """
    remaining = list(entries)
    while remaining:
        suspects: list[ListedRepository] = []
        done = 0
        try:
            for found in _inspect_in_pool(
                remaining, inspection, jobs + MAX_WAITING, executors, on_wait, suspects
            ):
                done += 1
                yield found
        except BrokenProcessPool:
            for each in suspects:
                yield _inspect_alone(each, inspection, executors, on_wait)
            remaining = remaining[done + len(suspects) :]
        else:
            remaining = []


def _inspect_in_pool(
    entries: Sequence[ListedRepository],
    inspection: Inspection,
    max_submitted: int,
    executors: Executors,
    on_wait: Callable[[ListedRepository], None],
    under_way: list[ListedRepository],
) -> Generator[InspectionResult, None, None]:
    """Inspect until the pool breaks; ``under_way`` then has the repositories without a result."""
    waiting = list(reversed(entries))
    running: dict[Future[InspectionResult], ListedRepository] = {}
    with executors() as executor:
        while waiting or running:
            while waiting and len(running) < max_submitted:
                entry = waiting.pop()
                under_way.append(entry)
                with worktree_off_child_path():
                    running[executor.submit(inspect_repository, entry, inspection)] = entry
            on_wait(next(iter(running.values())))
            done, _ = wait(running, timeout=TICK_INTERVAL, return_when=FIRST_COMPLETED)
            for future in done:
                found = future.result()
                under_way.remove(running.pop(future))
                yield found


def _inspect_alone(
    entry: ListedRepository,
    inspection: Inspection,
    executors: Executors,
    on_wait: Callable[[ListedRepository], None],
) -> InspectionResult:
    try:
        [found] = _inspect_in_pool([entry], inspection, 1, executors, on_wait, [])
        return found
    except BrokenProcessPool:
        return InspectionResult(entry.path, "the process that looked at it died")
