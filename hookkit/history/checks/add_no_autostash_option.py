"""Repairs without autostash: git refuses them with uncommitted edits, and stashes nothing.

Stashed edits may be restored with conflict markers, and if the staged version of a file differs
from the version in the worktree, one of them is lost. With ``--no-autostash`` git refuses to begin
instead. The option is added only if autostash is on or may be on.
"""

from __future__ import annotations

import re

from hookkit.git.config import has_autostash
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import CHECK_CLEAN_COMMAND

_QUOTED = r"'[^']*'"
_STASHING_COMMAND = re.compile(
    rf"{_QUOTED}|\bgit (?:-C (?:{_QUOTED}|\S)+ )?(?:rebase|merge|pull)(?= |$)"
    r"(?! --(?:abort|continue|no-autostash))"
)


def without_autostash(command: str) -> str:
    """Add ``--no-autostash`` to each rebase, merge and pull of a command."""
    if command.startswith(CHECK_CLEAN_COMMAND):
        return command
    return _STASHING_COMMAND.sub(_with_option, command)


def _with_option(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("'") else f"{match[0]} --no-autostash"


def repair_without_autostash(git: Git, repair: str | None) -> str | None:
    """Give a repair with which git stashes nothing.

    A repair from a bare repository runs in a clone with an unknown configuration, so there the
    option is always added.
    """
    changed = repair and without_autostash(repair)
    if changed == repair:
        return repair
    return changed if git.top is None or has_autostash(git) else repair
