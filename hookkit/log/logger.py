"""Where hookkit writes down what it did: a file of the repository, or what the person configures.

Every module logs by a Logger with its own name, made in the function that needs it. Python's
``logging`` is imported only for a person's own configuration: it takes as long as all that a
commit's lines need.
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
OLDER_FILES = 2
_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "CRITICAL": 50}
_MIN_LEVEL = _LEVELS["INFO"]


class _State:
    """What was configured: the file of the log, and whether nobody but it gets the lines."""

    place: str | None = None
    is_own = False


def log_path(git: Git) -> Path:
    """Give the path of the log, which need not exist; all worktrees share one."""
    return git.common_dir / "hookkit" / "hookkit.log"


def configuration_file() -> Path | None:
    """Give the ``dictConfig`` file that ``HOOKKIT_LOG_CFG`` names, None where it names none."""
    name = os.environ.get("HOOKKIT_LOG_CFG")
    if not name:
        return None
    from pathlib import Path

    return Path(name).expanduser()


def configure(git: Git | None) -> None:
    """Have lines go to the log of the repository, nowhere where ``git`` is None.

    A place that cannot be written never fails the caller: then there is no log. Where
    ``HOOKKIT_LOG_CFG`` names a JSON or YAML file, that file alone says what is logged; WrongUsage
    is raised where it cannot be used.
    """
    custom = configuration_file()
    _State.is_own, _State.place = custom is None, None
    if custom is not None:
        from hookkit.log.custom_configuration import apply_config

        apply_config(custom)
    elif git is not None:
        _State.place = os.path.join(git.paths.common_dir, "hookkit", "hookkit.log")


def log_file() -> str | None:
    """Give the file that lines go to, None where there is none or the person has configured it."""
    return _State.place


class Logger(NamedTuple):
    """Writes lines under the name of a module, as a logger of ``logging`` does."""

    name: str

    def debug(self, message: str, *values: object) -> None:
        """Log what only a person's own configuration shows."""
        self._log("DEBUG", message, values)

    def info(self, message: str, *values: object) -> None:
        """Log what was done."""
        self._log("INFO", message, values)

    def warning(self, message: str, *values: object) -> None:
        """Log what was not done."""
        self._log("WARNING", message, values)

    def _log(self, level: str, message: str, values: tuple[object, ...]) -> None:
        if not _State.is_own:
            logging = sys.modules.get("logging")  # imported by whoever wants to hear of it
            if logging is not None:
                logging.getLogger(self.name).log(_LEVELS[level], message, *values)
        elif _State.place is not None and _LEVELS[level] >= _MIN_LEVEL:
            text = message % values if values else message
            append_to_log(_State.place, log_line(level, self.name, text))


def log_line(level: str, name: str, message: str) -> str:
    """Give a line of the log, with its time, level, process and name."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {level} {os.getpid()} {name}: {message}\n"


def append_to_log(place: str, text: str) -> None:
    """Write to the end of a log of at most MAX_BYTES bytes, behind which older ones are kept.

    What cannot be written is lost without a word.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        _rotate(place, len(data))
        with open(place, "ab") as file:
            file.write(data)
    except OSError:
        pass


def _rotate(place: str, more: int) -> None:
    """Make room for so many bytes: the log becomes the first of the older ones."""
    try:
        if os.stat(place).st_size + more <= MAX_BYTES:
            return
    except FileNotFoundError:
        return
    names = [place, *(f"{place}.{number}" for number in range(1, OLDER_FILES + 1))]
    for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
        if os.path.exists(newer):
            os.replace(newer, older)


def can_append(place: str) -> bool:
    """Whether a line can be written to ``place``; its folder is made."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "ab"):
            return True
    except OSError:
        return False
