"""The repairs of a person whose git stashes uncommitted edits by itself.

Edits that were stashed come back as conflict markers where they meet what is rebased, and of a file
that is staged in another version than it has in the worktree one of the two is lost. Without it git
refuses to begin. Only those who have it on, or of whom it is unknown, need the longer command.
"""

from __future__ import annotations

import re

from hookkit.git.autostash import has_autostash
from hookkit.git.runner import Git
from hookkit.history.checks.wording import CLEAN

_QUOTED = r"'[^']*'"
_STASHING = re.compile(
    rf"{_QUOTED}|\bgit (?:-C (?:{_QUOTED}|\S)+ )?(?:rebase|merge|pull)(?= |$)"
    r"(?! --(?:abort|continue|no-autostash))"
)


def without_autostash(command: str) -> str:
    """Give each rebase, merge and pull of a command the option that keeps git from stashing."""
    if command.startswith(CLEAN):
        return command
    return _STASHING.sub(_without, command)


def _without(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("'") else f"{found[0]} --no-autostash"


def usable_repair(git: Git, repair: str | None) -> str | None:
    """Give a repair with which git stashes nothing; in a bare repository the one for a clone."""
    changed = repair and without_autostash(repair)
    if changed == repair:
        return repair
    return changed if git.top is None or has_autostash(git) else repair
