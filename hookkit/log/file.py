"""The log file of a repository: opened at its first line, rotated, and never in the way."""

from __future__ import annotations

import contextlib
import logging
from functools import cached_property
from pathlib import Path
from typing import Any

from hookkit.git.runner import Git

FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S%z"
MAX_BYTES = 1_000_000
OLDER_FILES = 2
_OPENED: Any = {"encoding": "utf-8", "delay": True, "errors": "backslashreplace"}


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
    def _plain(self) -> logging.Handler:
        return self._prepared(logging.FileHandler(self.path, **_OPENED))

    @cached_property
    def _rotating(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        sizes: Any = {"maxBytes": MAX_BYTES, "backupCount": OLDER_FILES}
        return self._prepared(RotatingFileHandler(self.path, **sizes, **_OPENED))

    def _prepared(self, handler: logging.Handler) -> logging.Handler:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handler.setFormatter(logging.Formatter(FORMAT, TIME_FORMAT))
        # Its own complaints would go to stderr, with a traceback.
        setattr(handler, "handleError", lambda record: None)
        return handler

    def _is_filling(self) -> bool:
        # To import what rotates files takes longer than to write a commit's lines.
        full = "_rotating" in self.__dict__
        return full or self.path.exists() and self.path.stat().st_size > MAX_BYTES // 2

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, with its traceback if it has one."""
        with contextlib.suppress(OSError):
            (self._rotating if self._is_filling() else self._plain).handle(record)

    def close(self) -> None:
        """Close the file."""
        for name in {"_plain", "_rotating"} & self.__dict__.keys():
            getattr(self, name).close()
        super().close()


def can_append(path: Path) -> bool:
    """Whether a line can be written to ``path``; its folder is made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except OSError:
        return False
    return True
