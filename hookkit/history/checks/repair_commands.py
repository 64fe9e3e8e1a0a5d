"""The repair commands, and parts of them, that the findings on history share."""

from __future__ import annotations

CHECK_CLEAN_COMMAND = "git diff --stat --exit-code HEAD"
"""Lists the files with uncommitted edits, and succeeds only if there are none."""


def join_commands(*parts: str) -> str:
    """Join commands to one line; each runs only if the one before it succeeded."""
    return " && ".join(step for step in parts if step)


def rebase_command(*words: str) -> str:
    """Give a rebase command; with uncommitted edits git refuses it, unless autostash is on."""
    return " ".join(["git rebase", *filter(None, words)])
