"""Whether git stashes uncommitted edits by itself, before it rebases, pulls or merges."""

from __future__ import annotations

from hookkit.errors import GitFailed
from hookkit.git.config import config_values, parse_bool
from hookkit.git.runner import Git


def has_autostash(git: Git) -> bool:
    """Whether ``rebase.autoStash`` or ``merge.autoStash`` is on anywhere, or cannot be read."""
    try:
        values = [*config_values(git, "rebase.autostash"), *config_values(git, "merge.autostash")]
        return any([each is None or parse_bool(each) for each in values])
    except (GitFailed, ValueError):
        return True
