"""Write the log of hookkit: to a file of the repository, or by a person's logging configuration.

Every module logs by a Logger with its own name, made in the function that needs it. Python's
``logging`` is imported only for a person's own configuration, because its import takes as long as
the work on a small commit.
"""

from __future__ import annotations

import os
import sys
import time

from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
OLDER_FILE_COUNT = 2
_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "CRITICAL": 50}
_MIN_LEVEL = _LEVELS["INFO"]


class _LogState:
    """Where lines are written: to ``logging`` if ``uses_logging``, else to ``file``."""

    file: str | None = None
    uses_logging = True


def log_path(git: Git) -> Path:
    """Give the path of the log, which need not exist; all worktrees share one."""
    return git.common_dir / "hookkit" / "hookkit.log"


def custom_configuration_file() -> Path | None:
    """Give the ``dictConfig`` file that ``HOOKKIT_LOG_CFG`` names; None if it is unset or empty."""
    name = os.environ.get("HOOKKIT_LOG_CFG")
    if not name:
        return None
    from pathlib import Path

    return Path(name).expanduser()


def configure_log(git: Git | None) -> None:
    """Log to the file of the repository; log nothing if ``git`` is None.

    A log that cannot be written is no error: then there is no log. If ``HOOKKIT_LOG_CFG`` names a
    JSON or YAML file, that file alone configures logging. Raises WrongUsage if the file cannot be
    used.
    """
    custom = custom_configuration_file()
    _LogState.uses_logging, _LogState.file = custom is not None, None
    if custom is not None:
        from hookkit.diagnostic_log.custom_configuration import apply_config

        apply_config(custom)
    elif git is not None:
        _LogState.file = os.path.join(git.paths.common_dir, "hookkit", "hookkit.log")


def current_log_file() -> str | None:
    """Give the file of the log; None if there is none or the person has configured logging."""
    return _LogState.file


class Logger(NamedTuple):
    """Writes lines under the name of a module, as a logger of ``logging`` does."""

    name: str

    def debug(self, message: str, *values: object) -> None:
        """Log details, which only a person's own configuration can show."""
        self._log("DEBUG", message, values)

    def info(self, message: str, *values: object) -> None:
        """Log an action."""
        self._log("INFO", message, values)

    def warning(self, message: str, *values: object) -> None:
        """Log an action that was not possible."""
        self._log("WARNING", message, values)

    def _log(self, level: str, message: str, values: tuple[object, ...]) -> None:
        if _LogState.uses_logging:
            logging = sys.modules.get("logging")  # until it is imported, nothing is configured
            if logging is not None:
                logging.getLogger(self.name).log(_LEVELS[level], message, *values)
        elif _LogState.file is not None and _LEVELS[level] >= _MIN_LEVEL:
            text = message % values if values else message
            append_to_log(_LogState.file, log_line(level, self.name, text))


def log_line(level: str, name: str, message: str) -> str:
    """Give a line of the log, with its time, level, process and name."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {level} {os.getpid()} {name}: {message}\n"


def append_to_log(file: str, text: str) -> None:
    """Append to a log of at most MAX_BYTES bytes; OLDER_FILE_COUNT rotated files are kept.

    Errors are ignored.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        _rotate(file, len(data))
        with open(file, "ab") as stream:
            stream.write(data)
    except OSError:
        pass


def _rotate(file: str, added_size: int) -> None:
    """Rename the log to the first of the older files if ``added_size`` bytes do not fit."""
    try:
        if os.stat(file).st_size + added_size <= MAX_BYTES:
            return
    except FileNotFoundError:
        return
    names = [file, *(f"{file}.{number}" for number in range(1, OLDER_FILE_COUNT + 1))]
    for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
        if os.path.exists(newer):
            os.replace(newer, older)


def create_log_if_possible(file: str) -> bool:
    """Create a log with its folder, unless it exists, and give whether it can be written."""
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "ab"):
            return True
    except OSError:
        return False
