"""Whether there is any commit yet."""

from __future__ import annotations

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git


def require_commit(git: Git) -> None:
    """Raise EnvironmentFailed where HEAD has no commit yet: only the index can be looked at."""
    if git.resolve("HEAD") is not None:
        return
    if git.top is None:
        # Others push what branches they like, whatever HEAD names.
        head = git.line("symbolic-ref", "--short", "HEAD")
        raise EnvironmentFailed(f"HEAD names {head}, which is not here", "git branch --all")
    raise EnvironmentFailed("there is no commit here yet", "hookkit run --staged --check")
