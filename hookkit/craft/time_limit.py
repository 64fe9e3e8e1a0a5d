"""A limit to how long a piece of Python may run, on every platform and in every thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(BaseException):
    """The limit is over. Not an Exception, so that no `except Exception` on the way takes it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body if it is still running after ``seconds``.

    The exception is raised between two bytecodes (CPython's PyThreadState_SetAsyncExc), so a call
    into C ends first. Unlike signal.setitimer it also exists on Windows.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    guard = threading.Lock()
    is_over = False

    def expire() -> None:
        with guard:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfTime))

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with guard:
            is_over = True
            # One that was set and has not struck yet must not strike behind this block.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
        timer.cancel()
