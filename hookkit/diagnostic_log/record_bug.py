"""Record a bug of hookkit itself in the log, or in a temporary file."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import traceback
from pathlib import Path

from hookkit import __version__
from hookkit.diagnostic_log.write_log import (
    append_to_log,
    create_log_if_possible,
    current_log_file,
    custom_configuration_file,
    log_line,
    log_path,
)
from hookkit.errors import HookkitError
from hookkit.git.runner import Git


def record_bug(error: BaseException) -> Path | None:
    """Log ``error`` with its traceback and give the file that has it.

    If no log is configured yet, the file is the log of the repository around the current folder, or
    a new temporary file if that log cannot be written. None if no file can be written, or if the
    person's own configuration logs to no file. Raises nothing.
    """
    python = f"Python {sys.version.split()[0]}, {sys.platform}"
    sentence = f"a bug in hookkit {__version__} ({python}): hookkit {' '.join(sys.argv[1:])}"
    try:
        logger, handlers = logging.getLogger("hookkit"), list[logging.Handler]()
        if custom_configuration_file() is not None:
            handlers = [*logger.handlers, *logging.getLogger().handlers]
        if handlers:
            logger.critical("%s", sentence, exc_info=error)
            files = [each for each in handlers if isinstance(each, logging.FileHandler)]
            return Path(files[0].baseFilename) if files else None
        file = _writable_file()
        lines = "".join(traceback.format_exception(error))
        append_to_log(file, log_line("CRITICAL", "hookkit", sentence) + lines)
        return Path(file)
    except Exception:
        return None


def _writable_file() -> str:
    """Give the file of the log, or a new temporary file if the log cannot be written."""
    file = current_log_file()
    if file is None:
        try:
            file = str(log_path(Git.discover()))
        except (HookkitError, OSError):
            file = None  # OSError: the current folder is gone
    if file is not None and create_log_if_possible(file):
        return file
    handle, name = tempfile.mkstemp(prefix="hookkit-", suffix=".log")
    os.close(handle)
    return name
