"""Where hookkit writes down what it did: a file of the repository, or what the person configures.

Every module logs to a logger with its own name, fetched inside the function that needs it.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from hookkit.git.runner import Git
from hookkit.log.file import LogFile, log_path


def configured_by() -> Path | None:
    """Give the ``dictConfig`` file that ``HOOKKIT_LOG_CFG`` names, None where it names none."""
    name = os.environ.get("HOOKKIT_LOG_CFG")
    return Path(name).expanduser() if name else None


def configure(git: Git | None) -> None:
    """Set up the logger ``hookkit``: the log of the repository, none where ``git`` is None.

    A place that cannot be written never fails the caller: then there is no log. Where
    ``HOOKKIT_LOG_CFG`` names a JSON or YAML file, that file alone says what is logged; WrongUsage
    is raised where it cannot be used.
    """
    logger = logging.getLogger("hookkit")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    custom = configured_by()
    logger.propagate = custom is not None
    if custom is not None:
        from hookkit.log.custom_configuration import apply_config

        apply_config(custom)
        return
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.NullHandler() if git is None else LogFile(log_path(git)))
