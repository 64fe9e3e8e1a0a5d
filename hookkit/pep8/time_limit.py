"""A limit to how long a piece of Python may run, on every platform and in every thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hookkit.named_tuple import NamedTuple

Clock = Callable[[], float]
"""Gives seconds, from any beginning."""

WALL_TIME_FACTOR = 20
"""How many times a limit may pass by the clock before the work is given up: where a process gets a
twentieth of a processor nobody waits for it."""

MIN_WALL_TIME = 60.0
"""Seconds by the clock before any work is given up."""


def wall_limit(seconds: float) -> float:
    """Give how long may pass by the clock where the processor may work for ``seconds``."""
    return max(WALL_TIME_FACTOR * seconds, MIN_WALL_TIME)


class Limits(NamedTuple):
    """How long the fixing may take, in seconds of the processor: of one file, and of all together.

    What the processor does for others does not count, so that the same files come out the same on
    a busy machine. ``wall_limit`` gives how much may pass meanwhile.
    """

    each: float
    together: float = float("inf")


class OutOfTime(BaseException):
    """The limit is over. Not an Exception, so that no `except Exception` on the way takes it."""


class OutOfWallTime(OutOfTime):
    """The limit by the clock is over, though little of the work was done: the machine is busy."""


RAISE_INTERVAL = 1.0
"""Seconds after which it is tried again: Python drops what is raised in `__del__` and the like."""

CHECK_INTERVAL = 0.01
"""Seconds between two looks at the clocks."""


class _Guards(threading.local):
    """One lock for each thread that is limited."""

    def __init__(self) -> None:
        self.own = threading.Lock()


_guards = _Guards()


class _Limit:
    """What may still be used of two times: that of the processor, and that of the clock."""

    def __init__(self, seconds: float, wall: float, worked: Clock, passed: Clock) -> None:
        self._worked, self._passed = worked, passed
        self._work_ends, self._wall_ends = worked() + seconds, passed() + wall

    def left(self) -> float:
        """Give the seconds for which neither can be over."""
        return min(self._work_ends - self._worked(), self._wall_ends - self._passed())

    def what_is_over(self) -> type[OutOfTime]:
        """Give what to raise when one of them is over."""
        return OutOfTime if self._work_ends <= self._worked() else OutOfWallTime


def _raise_in(thread: int, error: type[OutOfTime] | None) -> None:
    """Raise an error in a thread between two of its bytecodes; with None, no longer."""
    import ctypes  # hardly any run needs it

    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


@contextmanager
def time_limit(
    seconds: float,
    wall: float = threading.TIMEOUT_MAX,
    worked: Clock = time.process_time,
    passed: Clock = time.monotonic,
) -> Iterator[None]:
    """Raise OutOfTime in the body when it has used ``seconds`` of the processor.

    So it does not matter what else the machine does. A body that waits uses none: OutOfWallTime is
    raised after ``wall`` seconds of the clock. ``worked`` and ``passed`` are those two clocks; the
    first counts all threads of the process.

    The exception is raised between two bytecodes (CPython's PyThreadState_SetAsyncExc), so a call
    into C ends first. Unlike signal.setitimer it also exists on Windows. The body may have limits
    of its own, but must not start threads otherwise.
    """
    thread = threading.get_ident()
    guard = _guards.own
    is_over = has_struck = False
    over = threading.Event()
    limit = _Limit(seconds, wall, worked, passed)

    def watch() -> None:
        nonlocal has_struck
        while not over.wait(min(max(limit.left(), CHECK_INTERVAL), threading.TIMEOUT_MAX)):
            if limit.left() <= 0:
                break
        error = limit.what_is_over()
        while not over.is_set():
            with guard:
                if not is_over:
                    has_struck = True
                    _raise_in(thread, error)
            over.wait(RAISE_INTERVAL)

    try:
        # For a moment a new thread goes by the id of the one that starts it: what an outer limit
        # then meant for this thread would strike the new one.
        with guard:
            threading.Thread(target=watch, daemon=True).start()
        yield
    finally:
        is_over = True  # before any call, in which an outer limit could strike
        with guard:
            if has_struck:
                # One that has not reached the body must not strike behind this block.
                _raise_in(thread, None)
        over.set()
