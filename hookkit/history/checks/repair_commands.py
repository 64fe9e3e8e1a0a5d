"""The repair commands, and parts of them, that findings share; repairs without autostash.

git refuses a repair without autostash if there are uncommitted edits, and stashes nothing. Stashed
edits may be restored with conflict markers, and if the staged version of a file differs from the
version in the worktree, one of them is lost. With ``--no-autostash`` git refuses to begin instead.
The option is added only if autostash is on or may be on.
"""

from __future__ import annotations

import re

from hookkit.git.config import has_autostash
from hookkit.git.runner import Git

EDIT_COMMAND = "git rebase -i"
"""The beginning of a repair in which the person edits commits in a todo list."""

CHECK_CLEAN_COMMAND = "git diff --stat --exit-code HEAD"
"""Lists the files with uncommitted edits, and succeeds only if there are none."""

_QUOTED = r"'[^']*'"
_STASHING_COMMAND = re.compile(
    rf"{_QUOTED}|\bgit (?:-C (?:{_QUOTED}|\S)+ )?(?:rebase|merge|pull)(?= |$)"
    r"(?! --(?:abort|continue|no-autostash))"
)


def join_commands(*parts: str) -> str:
    """Join commands to one line; each runs only if the one before it succeeded."""
    return " && ".join(step for step in parts if step)


def rebase_command(*words: str) -> str:
    """Give a rebase command; with uncommitted edits git refuses it, unless autostash is on."""
    return " ".join(["git rebase", *filter(None, words)])


def without_autostash(command: str) -> str:
    """Add ``--no-autostash`` to each rebase, merge and pull of a command."""
    if command.startswith(CHECK_CLEAN_COMMAND):
        return command
    return _STASHING_COMMAND.sub(
        lambda found: found[0] if found[0].startswith("'") else f"{found[0]} --no-autostash",
        command,
    )


def repair_without_autostash(git: Git, repair: str | None) -> str | None:
    """Give a repair with which git stashes nothing.

    A repair from a bare repository runs in a clone with an unknown configuration, so there the
    option is always added.
    """
    changed = repair and without_autostash(repair)
    if changed == repair:
        return repair
    return changed if git.top is None or has_autostash(git) else repair
