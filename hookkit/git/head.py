"""What HEAD stands for."""

from __future__ import annotations

import os

from hookkit.git.runner import Git


def head_ref(git: Git) -> str | None:
    """Give the full name of the ref that HEAD stands for, or None where HEAD is detached."""
    answer = git.ask("symbolic-ref", "--quiet", "HEAD")
    return os.fsdecode(answer.out).rstrip("\n") if answer.code == 0 else None
