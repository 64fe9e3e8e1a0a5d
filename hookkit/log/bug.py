"""Writing down a bug of hookkit itself, wherever there is a place for it."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

from hookkit import __version__
from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.log.file import FORMAT, TIME_FORMAT, LogFile, can_append, log_path


def record_bug(error: BaseException) -> Path | None:
    """Log ``error`` with its traceback and give the file in which it now stands.

    Where no log is set up yet, it goes to that of the repository around the current folder, and
    where that cannot be written to a new file in the folder for temporary files. None where
    there is no place at all, or where the person's own configuration logs to no file. Raises
    nothing.
    """
    try:
        logger = logging.getLogger("hookkit")
        place = _place(logger)
        logger.critical(
            "a bug in hookkit %s (Python %s, %s): hookkit %s",
            __version__,
            sys.version.split()[0],
            sys.platform,
            " ".join(sys.argv[1:]),
            exc_info=error,
        )
    except Exception:
        return None
    return place


def _place(logger: logging.Logger) -> Path | None:
    """Give the file that the logger writes to, after giving it one if need be."""
    is_custom = logger.propagate and bool(os.environ.get("HOOKKIT_LOG_CFG"))
    handlers = [*logger.handlers, *(logging.getLogger().handlers if is_custom else ())]
    for handler in handlers:
        if isinstance(handler, LogFile) and can_append(handler.path):
            return handler.path
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None if is_custom and handlers else _give_file(logger)


def _give_file(logger: logging.Logger) -> Path:
    logger.propagate = False
    try:
        path = log_path(Git.discover())
    except (HookkitError, OSError):
        # OSError: the current folder is gone.
        path = None
    if path is not None and can_append(path):
        logger.addHandler(LogFile(path))
        return path
    handle, name = tempfile.mkstemp(prefix="hookkit-", suffix=".log")
    os.close(handle)
    temporary = logging.FileHandler(name, encoding="utf-8", errors="backslashreplace")
    temporary.setFormatter(logging.Formatter(FORMAT, TIME_FORMAT))
    logger.addHandler(temporary)
    return Path(name)
