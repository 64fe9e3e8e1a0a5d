"""The folder of the worker of an interpreter, for its owner alone, and the files in it.

hooks/worker.sh reads the same places.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed

SLOTS = 8
"""Requests that can be made at the same time; who finds no slot free starts Python."""

REQUEST, TAKEN, REPLY = "request", "taken", "reply"
"""The files of a slot: who asks, whose it has become, and the pipe of the answer."""

WITHDRAWN = "withdrawn"
"""What whoever asked writes to ``taken`` when nobody was there in time."""

WAKE = "wake"
"""The pipe that is opened and closed to say that there is a request: that never blocks."""

_FLOCK = "hhqqi"


def is_supported() -> bool:
    """Whether this system has what the worker needs: /proc, where a process is looked at."""
    return sys.platform == "linux"


def base_folder() -> Path:
    """Give the folder for what lasts as long as a session, else for the state of programs."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/"):
        return Path(runtime)
    state = os.environ.get("XDG_STATE_HOME", "")
    return Path(state) if state.startswith("/") else Path.home() / ".local" / "state"


class WorkerPaths(NamedTuple):
    """The folder of one interpreter's worker; ``base`` is what it is in."""

    base: Path
    folder: Path

    @classmethod
    def of(cls, python: str) -> WorkerPaths:
        """Give the place for the interpreter at an absolute path, as the shims name it."""
        base = base_folder()
        return cls(base, Path(f"{base}/hookkit/worker{Path(python).as_posix()}"))

    @property
    def ready(self) -> Path:
        """The file with the number of the process and that of the folder of its slots."""
        return self.folder / "ready"

    @property
    def lock(self) -> Path:
        """The file that the worker has locked for as long as it runs."""
        return self.folder / "lock"

    @property
    def refusal(self) -> Path:
        """The file that says why a request was last left to a plain start."""
        return self.folder / "refused"

    def make(self) -> None:
        """Make the folder. Raises EnvironmentFailed where another could get at it."""
        with suppress(FileNotFoundError):
            self.check()
        before = os.umask(0o077)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        finally:
            os.umask(before)
        self.check()

    def check(self) -> None:
        """Raise EnvironmentFailed where somebody else owns the folder, or can write to it.

        Raises FileNotFoundError where it is not there.
        """
        base = Path(os.path.realpath(self.base))
        if base.exists():
            _check_folder(base, shared=0o022)
            for above in base.parents:
                _check_above(above)
        own = self.base / "hookkit"
        _check_folder(own, shared=0o077)
        below = self.folder.relative_to(own).parents
        for each in (*(own / part for part in reversed(below)), self.folder):
            _check_folder(each, shared=0o077)


def _check_folder(folder: Path, shared: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise _unsafe(folder, "is no folder")
    if found.st_uid != os.geteuid():
        raise _unsafe(folder, "belongs to somebody else")
    if found.st_mode & shared:
        raise _unsafe(folder, "is open to others")


def _check_above(folder: Path) -> None:
    found = folder.lstat()
    if found.st_uid not in (0, os.geteuid()):
        raise _unsafe(folder, "belongs to somebody else")
    # In a folder like /tmp nobody moves what is another's.
    if found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX:
        raise _unsafe(folder, "is open to others")


def _unsafe(folder: Path, why: str) -> EnvironmentFailed:
    return EnvironmentFailed(f"{folder} {why}: no worker is started there", f"ls -ld {folder}")


def running_pid(paths: WorkerPaths) -> int | None:
    """Give the number of the process that runs as the worker, None where there is none."""
    import fcntl

    try:
        handle = os.open(paths.lock, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        question = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        answer = struct.unpack(_FLOCK, fcntl.fcntl(handle, fcntl.F_GETLK, question))
    except OSError:
        return None
    finally:
        os.close(handle)
    return answer[4] if answer[0] != fcntl.F_UNLCK and answer[4] > 0 else None


def slots_folder(paths: WorkerPaths) -> Path | None:
    """Give the folder of the slots in use, None where no worker is ready."""
    try:
        _, generation = paths.ready.read_text().split()
    except (OSError, ValueError):
        return None
    return paths.folder / generation
