"""The folder of an interpreter's worker, which only its owner can use, and the paths in it.

hooks/worker.sh has the same paths.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed

SLOT_COUNT = 8
"""The number of simultaneous requests; a caller that finds no free slot starts Python itself."""

REQUEST_SUFFIX, TAKEN_SUFFIX, REPLY_SUFFIX = "request", "taken", "reply"
"""The files of a slot: the request, the id of the process that took it, and the answer's pipe."""

WITHDRAWN = "withdrawn"
"""The text that a caller writes to ``taken`` if no process has taken its request in time."""

WAKE_PIPE = "wake"
"""The pipe that a caller opens and closes to announce a request, which never blocks."""


def base_folder() -> Path:
    """Give XDG_RUNTIME_DIR, else XDG_STATE_HOME or its default."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/"):
        return Path(runtime)
    state = os.environ.get("XDG_STATE_HOME", "")
    return Path(state) if state.startswith("/") else Path.home() / ".local" / "state"


class WorkerPaths(NamedTuple):
    """The folder of one interpreter's worker; ``base`` is the ``base_folder`` that contains it."""

    base: Path
    folder: Path

    @classmethod
    def of(cls, python: str) -> WorkerPaths:
        """Give the paths for an interpreter; ``python`` is its absolute path as in the shims."""
        base = base_folder()
        return cls(base, Path(f"{base}/hookkit/worker{Path(python).as_posix()}"))

    @property
    def ready(self) -> Path:
        """The file with the process id of the worker and the number of its folder of slots."""
        return self.folder / "ready"

    @property
    def lock(self) -> Path:
        """The file that the worker keeps locked while it runs."""
        return self.folder / "lock"

    @property
    def not_served_reason(self) -> Path:
        """The file with the reason why the worker last refused a request or could not start."""
        return self.folder / "refused"

    def write_not_served_reason(self, reason: str) -> None:
        """Write the file of the reason; errors are ignored."""
        with suppress(OSError):
            self.not_served_reason.write_text(f"{reason}\n")

    def make(self) -> None:
        """Make the folder. Raises EnvironmentFailed if another user could write to it."""
        with suppress(FileNotFoundError):
            self.require_safe()
        umask_before = os.umask(0o077)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        finally:
            os.umask(umask_before)
        self.require_safe()

    def require_safe(self) -> None:
        """Raise EnvironmentFailed if another user owns the folder or one above, or can write there.

        Raises FileNotFoundError if the folder does not exist.
        """
        base = Path(os.path.realpath(self.base))
        if base.exists():
            _require_safe_folder(base, forbidden_mode=0o022)
            for parent in base.parents:
                _require_safe_parent(parent)
        hookkit_folder = self.base / "hookkit"
        _require_safe_folder(hookkit_folder, forbidden_mode=0o077)
        relative_parents = self.folder.relative_to(hookkit_folder).parents
        parents = (hookkit_folder / part for part in reversed(relative_parents))
        for folder in (*parents, self.folder):
            _require_safe_folder(folder, forbidden_mode=0o077)


def _require_safe_folder(folder: Path, forbidden_mode: int) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise _unsafe_folder(folder, "is no folder")
    if status.st_uid != os.geteuid():
        raise _unsafe_folder(folder, "belongs to somebody else")
    if status.st_mode & forbidden_mode:
        raise _unsafe_folder(folder, "is open to others")


def _require_safe_parent(folder: Path) -> None:
    status = folder.lstat()
    if status.st_uid not in (0, os.geteuid()):
        raise _unsafe_folder(folder, "belongs to somebody else")
    # In a folder with the sticky bit, like /tmp, others cannot rename the folder below.
    if status.st_mode & 0o022 and not status.st_mode & stat.S_ISVTX:
        raise _unsafe_folder(folder, "is open to others")


def _unsafe_folder(folder: Path, reason: str) -> EnvironmentFailed:
    return EnvironmentFailed(f"{folder} {reason}: no worker is started there", f"ls -ld {folder}")
