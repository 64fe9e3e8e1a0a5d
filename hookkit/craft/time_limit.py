"""A limit to how long a piece of Python may run, on every platform and in every thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(BaseException):
    """The limit is over. Not an Exception, so that no `except Exception` on the way takes it."""


AGAIN = 1.0
"""Seconds after which it is tried again: Python drops what is raised in `__del__` and the like."""


class _Guards(threading.local):
    """One lock for each thread that is limited."""

    def __init__(self) -> None:
        self.own = threading.Lock()


_guards = _Guards()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body if it is still running after ``seconds``.

    The exception is raised between two bytecodes (CPython's PyThreadState_SetAsyncExc), so a call
    into C ends first. Unlike signal.setitimer it also exists on Windows. The body may have limits
    of its own, but must not start threads otherwise.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    guard = _guards.own
    is_over = has_struck = False
    over = threading.Event()

    def watch() -> None:
        nonlocal has_struck
        pause = seconds
        while not over.wait(pause):
            with guard:
                if not is_over:
                    has_struck = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfTime))
            pause = AGAIN

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
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
        over.set()
