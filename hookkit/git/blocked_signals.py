"""Ctrl-C and the other signals that end a process, blocked during a few steps."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNAL_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block the signals that ask a process to end; they are delivered afterwards.

    Programs started meanwhile inherit the block. On Windows nothing is blocked.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signals = {getattr(signal, name) for name in _SIGNAL_NAMES}
    previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)
