"""Whether there is any commit yet."""

from __future__ import annotations

from hookkit.doors.git import Git
from hookkit.values.errors import EnvironmentFailed


def check_begun(git: Git) -> None:
    """Raise EnvironmentFailed where HEAD has no commit yet: only the index can be looked at."""
    if git.resolve("HEAD") is None:
        raise EnvironmentFailed("there is no commit here yet", "hookkit run --staged --check")
