"""What HEAD stands for."""

from __future__ import annotations

import os

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git


def head_ref(git: Git) -> str | None:
    """Give the full name of the ref that HEAD stands for, or None where HEAD is detached."""
    answer = git.ask("symbolic-ref", "--quiet", "HEAD")
    return os.fsdecode(answer.out).rstrip("\n") if answer.code == 0 else None


def require_commit(git: Git) -> None:
    """Raise EnvironmentFailed where HEAD has no commit yet: only the index can be looked at."""
    if git.resolve("HEAD") is not None:
        return
    if git.top is None:
        # Others push what branches they like, whatever HEAD names.
        head = git.line("symbolic-ref", "--short", "HEAD")
        raise EnvironmentFailed(f"HEAD names {head}, which is not here", "git branch --all")
    raise EnvironmentFailed("there is no commit here yet", "hookkit run --staged --check")
