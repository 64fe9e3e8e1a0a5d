"""Whether this process works for a request, and the way out where that is not wanted."""

from __future__ import annotations


class NotServed(BaseException):
    """This repository does not want a worker: whoever asked starts Python."""


def check_wanted(is_wanted: bool) -> None:
    """Raise NotServed unless the settings of the repository say ``worker``."""
    if not is_wanted:
        raise NotServed
