"""Several files at once where it pays, each with a time limit, none able to stop the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from hookkit.craft.fixing import Fixed, Task, fix_file, left_alone
from hookkit.craft.time_limit import OutOfTime, time_limit

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

WORTH_A_POOL = 30_000
"""Bytes to fix from which on other processes are faster than this one alone; a measured value,
see benchmarks/README.md."""

TICK = 0.1
"""Seconds between two calls of ``tick`` while other processes work."""


def fix_within(task: Task, seconds: float) -> Fixed:
    """Fix one file; one that takes longer, or that makes the fixer fail, is left alone."""
    try:
        with time_limit(seconds):
            return fix_file(task)
    except OutOfTime:
        return left_alone(task, f"took autopep8 longer than {seconds:g} seconds")
    except (Exception, RecursionError) as error:
        return left_alone(task, f"makes autopep8 fail: {type(error).__name__}: {error}")


def fix_all(
    tasks: Sequence[Task], seconds: float, jobs: int, tick: Callable[[], None] = lambda: None
) -> Iterator[Fixed]:
    """Fix the files, in their order. ``jobs`` is the number of processes, 0 for one a processor.

    ``tick`` is called again and again while others work, so that progress can be shown.
    """
    count = min(jobs or os.cpu_count() or 1, len(tasks))
    if count < 2 or sum(len(task.data) for task in tasks) < WORTH_A_POOL:
        for task in tasks:
            tick()
            yield fix_within(task, seconds)
        return
    yield from _fix_in_pool(tasks, seconds, count, tick)


def _fix_in_pool(
    tasks: Sequence[Task], seconds: float, count: int, tick: Callable[[], None]
) -> Iterator[Fixed]:
    from concurrent.futures.process import BrokenProcessPool

    # The largest first: the last one to end decides how long it all takes.
    order = sorted(range(len(tasks)), key=lambda index: -len(tasks[index].data))
    pool = _pool(count)
    try:
        running = {index: pool.submit(fix_within, tasks[index], seconds) for index in order}
        for index, task in enumerate(tasks):
            try:
                yield _wait(running[index], tick)
            except BrokenProcessPool:
                yield _fix_alone(task, seconds, tick)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is the fast way; only Linux promises that it is safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(count, mp_context=context)


def _wait(future: Future[Fixed], tick: Callable[[], None]) -> Fixed:
    from concurrent.futures import TimeoutError

    while True:
        try:
            return future.result(timeout=TICK)
        except TimeoutError:
            tick()


def _fix_alone(task: Task, seconds: float, tick: Callable[[], None]) -> Fixed:
    """Fix a file in a process of its own, after one of the files has killed the pool."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return _wait(pool.submit(fix_within, task, seconds), tick)
        except BrokenProcessPool:
            return left_alone(task, "makes the Python interpreter crash")
