"""Repairs that are safe although the configuration has git stash uncommitted edits by itself.

Stashed edits come back with conflict markers, and of a file whose staged version differs from the
one in the worktree one of the two is lost. With ``--no-autostash`` git refuses to begin instead.
The option is added only where autostash is on, or may be.
"""

from __future__ import annotations

import re

from hookkit.git.config import has_autostash
from hookkit.git.runner import Git
from hookkit.history.checks.wording import CHECK_CLEAN

_QUOTED = r"'[^']*'"
_STASHING = re.compile(
    rf"{_QUOTED}|\bgit (?:-C (?:{_QUOTED}|\S)+ )?(?:rebase|merge|pull)(?= |$)"
    r"(?! --(?:abort|continue|no-autostash))"
)


def without_autostash(command: str) -> str:
    """Add ``--no-autostash`` to each rebase, merge and pull of a command."""
    if command.startswith(CHECK_CLEAN):
        return command
    return _STASHING.sub(_without, command)


def _without(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("'") else f"{found[0]} --no-autostash"


def usable_repair(git: Git, repair: str | None) -> str | None:
    """Give a repair with which git stashes nothing; in a bare repository any clone may run it."""
    changed = repair and without_autostash(repair)
    if changed == repair:
        return repair
    return changed if git.top is None or has_autostash(git) else repair
