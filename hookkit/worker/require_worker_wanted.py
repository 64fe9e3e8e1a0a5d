"""End a fork of the worker in a repository whose settings want no worker."""

from __future__ import annotations

is_forked = False
"""Whether this process was forked for a request."""


class WorkerNotWanted(BaseException):
    """The settings of the repository want no worker, so the caller must start Python itself."""


def require_worker_wanted(is_wanted: bool) -> None:
    """Raise WorkerNotWanted in a fork unless ``is_wanted``, the setting ``worker``, is True."""
    if is_forked and not is_wanted:
        raise WorkerNotWanted
