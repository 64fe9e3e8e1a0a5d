"""Nothing is taken back or done again in the middle of something."""

from __future__ import annotations

from hookkit.errors import Refused
from hookkit.git.in_progress import operation_in_progress
from hookkit.git.runner import Git


def check_quiet(git: Git) -> None:
    """Raise Refused while a rebase, a merge or the like is under way."""
    under_way = operation_in_progress(git)
    if under_way is not None:
        raise Refused(f"{under_way} is under way: finish it first", "git status")
