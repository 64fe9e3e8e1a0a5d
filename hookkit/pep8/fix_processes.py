"""The processes that fix several files at once, each file with a time limit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import NOT_REACHED, FileFix, FixTask, left_alone
from hookkit.pep8.time_limit import Clock, Limits, wall_limit
from hookkit.safe_imports import hide_worktree_from_children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from typing import TypeAlias

    RemoteFixer: TypeAlias = Callable[
        [Sequence["FixTask"], Limits, Callable[[], None]], Generator["TimedFix", None, None]
    ]
    """Fixes files on other machines, and yields the results in the order of the files."""

POOL_MIN_BYTES = 30_000
"""From this number of bytes on, several processes are faster than this process alone; a measured
value, see benchmarks/README.md."""

MAX_PROCESSES = 61
"""The maximum on Windows (concurrent.futures.process, _MAX_WINDOWS_WORKERS)."""

ON_WAIT_INTERVAL = 0.1
"""Seconds between two calls of ``on_wait`` while other processes work."""


def process_count(jobs: int, item_count: int) -> int:
    """Give the number of processes for some items; ``jobs`` 0 means one for each processor."""
    return min(jobs or os.cpu_count() or 1, item_count, MAX_PROCESSES)


class TimedFix(NamedTuple):
    """A fixed file, and the seconds of CPU time that the fixing took."""

    file_fix: FileFix
    seconds: float


def _total_limit_reason(limits: Limits) -> str:
    """Give the reason for a file that is left alone because the time for all files is over."""
    return f"{NOT_REACHED} within {limits.total:g} seconds"


def _total_wall_limit_reason(limits: Limits) -> str:
    """Give the reason for a file that is left alone because the wall time for all files is over."""
    seconds = wall_limit(limits.total)
    return f"{NOT_REACHED} within {seconds:g} seconds by the clock: the machine is busy"


def fix_and_measure(task: FixTask, limits: Limits, clock: Clock = time.process_time) -> TimedFix:
    """Fix one file as ``fix_within_limits`` does, and measure its CPU time."""
    begin = clock()
    fixed = fix_within_limits(task, limits)
    return TimedFix(fixed, clock() - begin)


def fix_tasks(
    tasks: Sequence[FixTask],
    limits: Limits,
    jobs: int,
    on_wait: Callable[[], None] = lambda: None,
    remote_fixer: RemoteFixer | None = None,
) -> Iterator[FileFix]:
    """Fix the files and yield them in order. ``jobs`` is the number of processes.

    With ``jobs`` 0 there is one process for each processor. Files are fixed from the first on until
    the time is over; the others are left alone. ``on_wait`` is called repeatedly while other
    processes work, so that progress can be shown. If ``remote_fixer`` is given, it fixes the files
    on other machines.
    """
    count = process_count(jobs, len(tasks))
    if remote_fixer is not None:
        results = remote_fixer(tasks, limits, on_wait)
    elif count < 2 or sum(len(task.data) for task in tasks) < POOL_MIN_BYTES:
        results = _fix_in_this_process(tasks, limits, on_wait)
    else:
        results = fix_in_pool(tasks, limits, count, on_wait)
    with closing(results):
        yield from _within_the_limit(tasks, results, limits)


def _within_the_limit(
    tasks: Sequence[FixTask], results: Iterator[TimedFix], limits: Limits
) -> Iterator[FileFix]:
    """Yield the results in the order of the files; after the time is over, files are left alone."""
    seconds, end = 0.0, time.monotonic() + wall_limit(limits.total)
    for number, task in enumerate(tasks):
        if seconds >= limits.total:
            yield from (left_alone(each, _total_limit_reason(limits)) for each in tasks[number:])
            return
        if time.monotonic() >= end:
            yield from (
                left_alone(each, _total_wall_limit_reason(limits)) for each in tasks[number:]
            )
            return
        timed = next(results)
        seconds += timed.seconds
        is_in_time = seconds <= limits.total
        yield timed.file_fix if is_in_time else left_alone(task, _total_limit_reason(limits))


def _fix_in_this_process(
    tasks: Sequence[FixTask], limits: Limits, on_wait: Callable[[], None]
) -> Generator[TimedFix, None, None]:
    remaining = limits.total
    for task in tasks:
        on_wait()
        # A file gets only the remaining time: with more time its result would be too late.
        timed = fix_and_measure(task, Limits(min(limits.per_file, max(remaining, 0))))
        remaining -= timed.seconds
        yield timed


def fix_in_pool(
    tasks: Sequence[FixTask], limits: Limits, count: int, on_wait: Callable[[], None]
) -> Generator[TimedFix, None, None]:
    """Fix the files in ``count`` processes of this machine, and yield them in their order."""
    import multiprocessing
    from concurrent.futures.process import BrokenProcessPool

    from hookkit.pep8.process_pool import process_pool, processes_started_since

    children_before = multiprocessing.active_children()
    per_file = min(limits.per_file, limits.total)
    with process_pool(count) as pool:
        futures = _submit(pool, tasks, limits._replace(per_file=per_file))
        for index, task in enumerate(tasks):
            try:
                yield _wait_for_result(futures[index], on_wait)
            except BrokenProcessPool:
                # The pool waits for all its processes, and its SIGTERM may have been lost.
                for process in processes_started_since(children_before):
                    process.kill()
                pool.shutdown()  # its thread must be gone before the next fork
                yield _fix_alone(task, limits, on_wait)


def _submit(
    pool: ProcessPoolExecutor, tasks: Sequence[FixTask], limits: Limits
) -> dict[int, Future[TimedFix]]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    # The largest file is first, because the last file to end decides how long all take. But with a
    # limit for all files the first ones must be done first.
    order = list(range(len(tasks)))
    if limits.total == float("inf"):
        order.sort(key=lambda index: -len(tasks[index].data))
    futures: dict[int, Future[TimedFix]] = {}
    for index in order:
        try:
            with hide_worktree_from_children():
                futures[index] = pool.submit(fix_and_measure, tasks[index], limits)
        except BrokenProcessPool as error:  # a file has already killed its process
            futures[index] = Future()
            futures[index].set_exception(error)
    return futures


def _wait_for_result(future: Future[TimedFix], on_wait: Callable[[], None]) -> TimedFix:
    from concurrent.futures import wait

    while not wait([future], timeout=ON_WAIT_INTERVAL).done:
        on_wait()
    return future.result()


def _fix_alone(task: FixTask, limits: Limits, on_wait: Callable[[], None]) -> TimedFix:
    """Fix a file in a separate process, after one of the files has killed the pool."""
    from concurrent.futures.process import BrokenProcessPool

    from hookkit.pep8.process_pool import process_pool

    with process_pool(1) as pool:
        try:
            with hide_worktree_from_children():
                future = pool.submit(fix_and_measure, task, limits)
            return _wait_for_result(future, on_wait)
        except BrokenProcessPool:
            return TimedFix(left_alone(task, "makes the Python interpreter crash"), 0.0)
