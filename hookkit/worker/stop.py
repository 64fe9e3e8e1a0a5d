"""Stop the worker of an interpreter, by force where it does not exit in time."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

from hookkit.worker.find_running_worker import running_pid
from hookkit.worker.paths import WorkerPaths
from hookkit.worker.start import signal_worker

STOP_TIMEOUT = 2.0
"""Seconds to wait for a worker to exit after SIGTERM."""


def stop_worker(python: str) -> int | None:
    """Stop the worker of an interpreter, and return its process id, None if none ran.

    A fork that works for a commit is not stopped.
    """
    paths = WorkerPaths.of(python)
    pid = running_pid(paths)
    if pid is None:
        return None
    with suppress(OSError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT
    while running_pid(paths) == pid and time.monotonic() < deadline:
        time.sleep(0.01)
    if running_pid(paths) == pid:
        signal_worker(pid, signal.SIGKILL)
    return pid
