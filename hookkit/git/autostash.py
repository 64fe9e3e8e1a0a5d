"""Whether git stashes uncommitted edits by itself, before it rebases, pulls or merges."""

from __future__ import annotations

import os

from hookkit.git.runner import Git

_KEYS = r"^(rebase|merge)\.autostash$"


def has_autostash(git: Git) -> bool:
    """Whether ``rebase.autoStash`` or ``merge.autoStash`` is on, or cannot be read."""
    answer = git.ask("config", "--type=bool", "--get-regexp", _KEYS)
    return answer.code > 1 or " true" in os.fsdecode(answer.out)
