"""A limit to how long a block of Python code may run, on every platform and in every thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hookkit.named_tuple import NamedTuple

Clock = Callable[[], float]
"""Gives seconds since any fixed time."""

WALL_TIME_FACTOR = 20
"""The limit of wall time as a multiple of the limit of CPU time: a process that gets less than a
twentieth of a processor is too slow to wait for."""

MIN_WALL_TIME = 60.0
"""The smallest limit of wall time, in seconds."""


def wall_limit(seconds: float) -> float:
    """Give the limit of wall time for work that may take ``seconds`` of CPU time."""
    return max(WALL_TIME_FACTOR * seconds, MIN_WALL_TIME)


class Limits(NamedTuple):
    """The limits of the fixing in seconds of CPU time: for each file, and for all files together.

    CPU time does not depend on other processes, so that the same files give the same result on a
    busy machine. ``wall_limit`` gives the limit of wall time.
    """

    per_file: float
    total: float = float("inf")


class OutOfTime(BaseException):
    """The time is over. Not an Exception: ``except Exception`` in the body must not catch it."""


class OutOfWallTime(OutOfTime):
    """The wall time is over before the CPU time: the machine is busy."""


RAISE_INTERVAL = 1.0
"""Seconds until the error is raised again, as Python ignores errors raised in ``__del__``."""

CHECK_INTERVAL = 0.01
"""Minimum seconds between two checks of the clocks."""


class _ThreadLock(threading.local):
    """One lock for each thread with a limit."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_thread_lock = _ThreadLock()


class _Limit:
    """The deadlines of CPU time and of wall time."""

    def __init__(
        self, seconds: float, wall_seconds: float, cpu_clock: Clock, wall_clock: Clock
    ) -> None:
        self._cpu_clock, self._wall_clock = cpu_clock, wall_clock
        self._cpu_deadline, self._wall_deadline = cpu_clock() + seconds, wall_clock() + wall_seconds

    def remaining(self) -> float:
        """Give the seconds until the first of the two deadlines can be reached."""
        cpu_time = self._cpu_deadline - self._cpu_clock()
        return min(cpu_time, self._wall_deadline - self._wall_clock())

    def error(self) -> type[OutOfTime]:
        """Give the error to raise when a deadline is reached."""
        return OutOfTime if self._cpu_deadline <= self._cpu_clock() else OutOfWallTime


def _raise_in(thread: int, error: type[OutOfTime] | None) -> None:
    """Raise an error in a thread between two of its bytecodes; None cancels a pending error."""
    import ctypes  # here, because few runs need it

    pending = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), pending)


@contextmanager
def time_limit(
    seconds: float,
    wall_seconds: float = threading.TIMEOUT_MAX,
    cpu_clock: Clock = time.process_time,
    wall_clock: Clock = time.monotonic,
) -> Iterator[None]:
    """Raise OutOfTime in the body when it has used ``seconds`` of CPU time.

    CPU time does not depend on other processes. A body that waits uses no CPU time, so
    OutOfWallTime is raised after ``wall_seconds`` of wall time. ``cpu_clock`` counts all threads of
    the process.

    The exception is raised between two bytecodes (CPython's PyThreadState_SetAsyncExc), so a call
    into C ends first. Unlike signal.setitimer, this also works on Windows. The body may use its own
    limits, but must not start other threads.
    """
    thread = threading.get_ident()
    lock = _thread_lock.lock
    is_done = has_raised = False
    done = threading.Event()
    limit = _Limit(seconds, wall_seconds, cpu_clock, wall_clock)

    def watch() -> None:
        nonlocal has_raised
        while not done.wait(min(max(limit.remaining(), CHECK_INTERVAL), threading.TIMEOUT_MAX)):
            if limit.remaining() <= 0:
                break
        error = limit.error()
        while not done.is_set():
            with lock:
                if not is_done:
                    has_raised = True
                    _raise_in(thread, error)
            done.wait(RAISE_INTERVAL)

    try:
        # A thread that is starting has the id of the thread that starts it: without the lock an
        # outer limit could raise its error in the new thread.
        with lock:
            threading.Thread(target=watch, daemon=True).start()
        yield
    finally:
        is_done = True  # before any call, in which an outer limit could raise its error
        with lock:
            if has_raised:
                # An error that is still pending must not be raised after this block.
                _raise_in(thread, None)
        done.set()
