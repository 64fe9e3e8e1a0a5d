"""The log file of a repository: opened at its first line, rotated, and never in the way."""

from __future__ import annotations

import contextlib
import logging
from functools import cached_property
from pathlib import Path

from hookkit.doors.git import Git

FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S%z"
MAX_BYTES = 1_000_000
OLDER_FILES = 2


def log_path(git: Git) -> Path:
    """Give the place of the log, which need not exist; all worktrees share one."""
    return git.common_dir / "hookkit" / "hookkit.log"


class LogFile(logging.Handler):
    """Writes to a file of at most MAX_BYTES bytes, behind which OLDER_FILES older ones are kept.

    Nothing is imported, made or opened before the first line; a line that cannot be written is
    lost without a word.
    """

    def __init__(self, path: Path) -> None:
        """Take the place of the file; its folder need not exist."""
        super().__init__()
        self.path = path

    @cached_property
    def _rotating(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        self.path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            self.path,
            maxBytes=MAX_BYTES,
            backupCount=OLDER_FILES,
            encoding="utf-8",
            delay=True,
            errors="backslashreplace",
        )
        handler.setFormatter(logging.Formatter(FORMAT, TIME_FORMAT))
        # Its own complaints would go to stderr, with a traceback.
        setattr(handler, "handleError", lambda record: None)
        return handler

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, with its traceback if it has one."""
        with contextlib.suppress(OSError):
            self._rotating.handle(record)

    def close(self) -> None:
        """Close the file."""
        if "_rotating" in self.__dict__:
            self._rotating.close()
        super().close()


def can_append(path: Path) -> bool:
    """Whether a line can be written to ``path``; its folder is made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except OSError:
        return False
    return True
