"""A pool of processes that end with the block of code that uses them, and with this process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from hookkit.safe_imports import hide_worktree_from_children


@contextmanager
def process_pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that all end with the block, or with this process."""
    # Forking is faster, but it is safe only on Linux.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    children_before = multiprocessing.active_children()
    with hide_worktree_from_children():
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        children = processes_started_since(children_before)
        for process in children:
            process.kill()  # a process that is starting could lose any other signal
        for process in children:
            process.join()
        raise
    pool.shutdown()


def processes_started_since(children_before: Sequence[BaseProcess]) -> list[BaseProcess]:
    """Give the processes of this process that were not among ``children_before``."""
    return [each for each in multiprocessing.active_children() if each not in children_before]


def _start_worker() -> None:
    """Make a process end with its parent, and ignore Ctrl-C."""
    # On SIGTERM the parent cleans up before it exits; a child exits at once.
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # nohup makes a process ignore SIGHUP, and this is kept.
        if number is not None and callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    # The terminal sends SIGINT to all processes; only the parent reports it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
