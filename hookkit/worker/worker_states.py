"""The states of an account's workers: which of them run and are ready, and why one cannot run."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.worker.folder_and_paths import WorkerPaths, base_folder

_FLOCK_FORMAT = "hhqqi"


def is_supported() -> bool:
    """Whether this system has the /proc with the state of processes that the worker needs."""
    return sys.platform == "linux"


def running_pid(paths: WorkerPaths) -> int | None:
    """Give the process id of the running worker, None if none runs."""
    import fcntl

    try:
        handle = os.open(paths.lock, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        query = struct.pack(_FLOCK_FORMAT, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        lock = struct.unpack(_FLOCK_FORMAT, fcntl.fcntl(handle, fcntl.F_GETLK, query))
    except OSError:
        return None
    finally:
        os.close(handle)
    return lock[4] if lock[0] != fcntl.F_UNLCK and lock[4] > 0 else None


def slots_folder(paths: WorkerPaths) -> Path | None:
    """Give the folder of the slots in use, None if no worker is ready."""
    try:
        _, folder_name = paths.ready.read_text().split()
    except (OSError, ValueError):
        return None
    return paths.folder / folder_name


class WorkerState(NamedTuple):
    """The worker of one interpreter.

    ``python`` is the absolute path of the interpreter. ``pid`` is the process id of the worker,
    None if it does not run. ``is_ready`` is whether the worker has imported everything,
    ``running_seconds`` its running time, ``memory_kilobytes`` its memory. ``not_served_reason`` is
    the reason why it last did not serve a request, so that Python was started instead, or why it
    could not start; "" if it has neither.
    """

    python: str
    pid: int | None
    is_ready: bool
    running_seconds: float
    memory_kilobytes: int
    not_served_reason: str


def worker_states() -> Iterator[WorkerState]:
    """Give the state of each worker that has run in this session, or since the last boot."""
    top = base_folder() / "hookkit" / "worker"
    if not is_supported() or not top.is_dir():
        return
    for lock in sorted(top.rglob("lock")):
        yield worker_state("/" + str(lock.parent.relative_to(top)))


def worker_state(python: str) -> WorkerState:
    """Give the state of the worker of the interpreter at an absolute path."""
    paths = WorkerPaths.of(python)
    pid = running_pid(paths)
    is_ready = pid is not None and slots_folder(paths) is not None
    running_seconds = 0.0 if pid is None else _running_seconds(pid)
    memory_kilobytes = 0 if pid is None else _memory_kilobytes(pid)
    try:
        reason = paths.not_served_reason.read_text(errors="replace").strip()
    except OSError:
        reason = ""
    return WorkerState(python, pid, is_ready, running_seconds, memory_kilobytes, reason)


def why_worker_cannot_run(python: str) -> str | None:
    """Give the reason why no worker can run for an interpreter, None if it can run."""
    if not is_supported():
        return "this system has no /proc as Linux has it"
    try:
        WorkerPaths.of(python).require_safe()
    except EnvironmentFailed as error:
        return error.message
    except OSError:
        pass  # the folder is made when it is needed
    return None


def _running_seconds(pid: int) -> float:
    with suppress(OSError, ValueError, IndexError):
        # The name of a program may have spaces and brackets: proc(5), /proc/pid/stat.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return max(uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK"), 0.0)
    return 0.0


def _memory_kilobytes(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1024
    return 0
