"""Several files at once where it pays, each with a time limit, none able to stop the others."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from hookkit.craft.fixing import Fixed, Task, fix_file, left_alone
from hookkit.craft.time_limit import OutOfTime, time_limit
from hookkit.doors.import_path import apart_from_worktree

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

WORTH_A_POOL = 30_000
"""Bytes to fix from which on other processes are faster than this one alone; a measured value,
see benchmarks/README.md."""

MOST_PROCESSES = 61
"""Windows waits for no more at once (concurrent.futures.process, _MAX_WINDOWS_WORKERS)."""

TICK = 0.1
"""Seconds between two calls of ``tick`` while other processes work."""


class Limits(NamedTuple):
    """How long the fixing may take, in seconds: of one file, and of all of them together.

    ``end`` is when ``together`` is over, in the seconds of ``time.monotonic``.
    """

    each: float
    together: float = float("inf")
    end: float = float("inf")

    @classmethod
    def from_now(cls, each: float, together: float) -> Limits:
        """Give limits whose time begins now."""
        return cls(each, together, time.monotonic() + together)


def fix_within(task: Task, limits: Limits) -> Fixed:
    """Fix one file; one that takes longer, or that makes the fixer fail, is left alone."""
    left = limits.end - time.monotonic()
    if left <= 0:
        return left_alone(task, not_reached(limits.together))
    try:
        with time_limit(min(limits.each, left)):
            return fix_file(task)
    except OutOfTime:
        if left < limits.each:
            return left_alone(task, not_reached(limits.together))
        return left_alone(task, f"took autopep8 longer than {limits.each:g} seconds")
    except RecursionError:
        return left_alone(task, "is nested too deeply to be examined")
    except Exception as error:
        return left_alone(task, f"makes autopep8 fail: {type(error).__name__}: {error}")


def not_reached(seconds: float) -> str:
    """Give the reason why a file is left alone when the time for all of them is over."""
    return f"was not reached within {seconds:g} seconds"


def fix_all(
    tasks: Sequence[Task], limits: Limits, jobs: int, tick: Callable[[], None] = lambda: None
) -> Iterator[Fixed]:
    """Fix the files, in their order. ``jobs`` is the number of processes, 0 for one a processor.

    ``tick`` is called again and again while others work, so that progress can be shown.
    """
    count = min(jobs or os.cpu_count() or 1, len(tasks), MOST_PROCESSES)
    if count < 2 or sum(len(task.data) for task in tasks) < WORTH_A_POOL:
        for task in tasks:
            tick()
            yield fix_within(task, limits)
        return
    yield from _fix_in_pool(tasks, limits, count, tick)


def _fix_in_pool(
    tasks: Sequence[Task], limits: Limits, count: int, tick: Callable[[], None]
) -> Iterator[Fixed]:
    import multiprocessing
    from concurrent.futures.process import BrokenProcessPool

    others = multiprocessing.active_children()
    with _pool(count) as pool:
        running = _submit(pool, tasks, limits)
        for index, task in enumerate(tasks):
            try:
                yield _wait(running[index], tick)
            except BrokenProcessPool:
                # The pool waits for each of them, and a signal to end may have been lost.
                for process in _begun_since(others):
                    process.kill()
                pool.shutdown()  # its thread must be gone before the next fork
                yield _fix_alone(task, limits, tick)


def _submit(
    pool: ProcessPoolExecutor, tasks: Sequence[Task], limits: Limits
) -> dict[int, Future[Fixed]]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    # The largest first: the last one to end decides how long it all takes.
    order = sorted(range(len(tasks)), key=lambda index: -len(tasks[index].data))
    running: dict[int, Future[Fixed]] = {}
    for index in order:
        try:
            with apart_from_worktree():
                running[index] = pool.submit(fix_within, tasks[index], limits)
        except BrokenProcessPool as error:  # the first file was that quick to kill it
            running[index] = Future()
            running[index].set_exception(error)
    return running


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes, none of which outlives the block or this process."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is the fast way; only Linux promises that it is safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    others = multiprocessing.active_children()
    with apart_from_worktree():
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin_work)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        ours = _begun_since(others)
        for process in ours:
            process.kill()  # one that has just begun could lose any other signal
        for process in ours:
            process.join()
        raise
    pool.shutdown()


def _begun_since(others: Sequence[BaseProcess]) -> list[BaseProcess]:
    import multiprocessing

    return [each for each in multiprocessing.active_children() if each not in others]


def _begin_work() -> None:
    """Make a process end with the one that started it, and not by an interrupt of its own."""
    # What the parent does in order when it is told to end, a child does at once.
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup a hang-up is to be ignored, and stays so.
        if number is not None and callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    # Ctrl-C goes to every process of the terminal; one of them is enough to tell about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _wait(future: Future[Fixed], tick: Callable[[], None]) -> Fixed:
    from concurrent.futures import wait

    while not wait([future], timeout=TICK).done:
        tick()
    return future.result()


def _fix_alone(task: Task, limits: Limits, tick: Callable[[], None]) -> Fixed:
    """Fix a file in a process of its own, after one of the files has killed the pool."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            with apart_from_worktree():
                running = pool.submit(fix_within, task, limits)
            return _wait(running, tick)
        except BrokenProcessPool:
            return left_alone(task, "makes the Python interpreter crash")
