"""Start the worker in the background, at the end of a commit that found none, and stop it."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

from hookkit.errors import HookkitError
from hookkit.worker.folder_and_paths import WorkerPaths
from hookkit.worker.request_files import has_request_withdrawn_before
from hookkit.worker.worker_states import is_supported, running_pid, slots_folder

IDLE_TIMEOUT = 600.0
"""Seconds without a request after which the worker exits."""

HANG_TIMEOUT = 1.0
"""A worker that has not removed a withdrawn request after these seconds is considered hanging."""

STOP_TIMEOUT = 2.0
"""Seconds to wait for a worker to exit after SIGTERM."""

KEPT_VARIABLES = (
    *("HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TZ", "USER"),
    *("XDG_RUNTIME_DIR", "XDG_STATE_HOME"),
)
"""The environment variables that the worker keeps from the commit that starts it, with ``LC_*``."""

PROGRAM = """\
import time
started = time.time()
import os, sys
prefix = os.path.realpath(sys.prefix)
sys.path[:] = [os.path.realpath(each) for each in sys.path if each]
from hookkit.__main__ import main
from hookkit.worker.serve import serve
serve(main, started, prefix)
"""
"""The program of the worker. Symbolic links in the import path are resolved once, at its start."""


def start_worker_if_none(idle_timeout: float = IDLE_TIMEOUT) -> None:
    """Start a worker unless one is running; a hanging worker is killed first.

    None is started on a system that is not supported, or if this process is niced. After
    ``idle_timeout`` seconds without a request the worker exits. Errors are ignored, and this does
    not wait for the worker: at worst the next commit starts Python itself.
    """
    if not is_supported() or os.nice(0):
        return
    paths = WorkerPaths.of(sys.executable)
    pid = running_pid(paths)
    if pid is not None:
        folder = slots_folder(paths)
        if folder is None or not has_request_withdrawn_before(folder, time.time() - HANG_TIMEOUT):
            return
        _signal_worker(pid, signal.SIGKILL)
    with suppress(HookkitError, OSError):
        paths.make()
        spawn_worker(idle_timeout)


def spawn_worker(idle_timeout: float = IDLE_TIMEOUT) -> None:
    """Start a worker that inherits no open files of this process, and only KEPT_VARIABLES."""
    names = [name for name in os.environ if name in KEPT_VARIABLES or name.startswith("LC_")]
    environ = {name: os.environ[name] for name in names}
    command = worker_command(idle_timeout, -1)
    pid = os.fork()
    if pid == 0:
        try:
            _become_daemon()
            os.execve(sys.executable, command, environ)
        finally:
            os._exit(127)
    os.waitpid(pid, 0)


def worker_command(idle_timeout: float, lock: int) -> list[str]:
    """Give the command of a worker; ``lock`` is the descriptor of its lock, -1 if it has none."""
    return [sys.executable, "-E", "-c", PROGRAM, str(idle_timeout), str(lock)]


def _become_daemon() -> None:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.setpgid(0, 0)
    os.chdir("/")
    os.umask(0o077)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for each in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with suppress(OSError, ValueError):
            signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


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
        _signal_worker(pid, signal.SIGKILL)
    return pid


def _signal_worker(pid: int, number: int) -> None:
    """Send a signal to a worker and to its fork that waits for a request."""
    with suppress(OSError):
        os.killpg(pid, number)
