"""Find the running worker of an interpreter: its process id, and its folder of slots."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from hookkit.worker.paths import WorkerPaths

_FLOCK_FORMAT = "hhqqi"


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
