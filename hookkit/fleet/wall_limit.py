"""A limit by the clock that also ends the git process that is waited for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLong(BaseException):
    """The limit is over. Not an Exception, so that no `except Exception` on the way takes it."""


@contextmanager
def wall_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the body once so many seconds have passed.

    subprocess kills the child that it waits for when something is raised meanwhile. Without a timer
    (Windows, a thread of a cluster's worker) there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(number: int, frame: FrameType | None) -> None:
    raise TookTooLong
