"""Whether this process is a fork of the worker, and how it ends if the settings want no worker."""

from __future__ import annotations

is_forked = False
"""Whether this process was forked for a request."""


class WorkerNotWanted(BaseException):
    """This repository does not want a worker: the caller starts a Python process itself."""


def check_wanted(is_wanted: bool) -> None:
    """Raise WorkerNotWanted in a fork unless the settings of the repository say ``worker``."""
    if is_forked and not is_wanted:
        raise WorkerNotWanted
