"""After a branch was made and checked out: its name."""

from __future__ import annotations

import os
from collections.abc import Iterator

from hookkit.git.runner import Git
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.events.event import Moment
from hookkit.history.judging.judgement import Said
from hookkit.history.judging.slow_pattern import attempted
from hookkit.history.judging.subject import rule_of
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.ref_update import is_null

# A name that was told once is not told again for so many moves.
_MOVES = 100


def judge(moment: Moment) -> Iterator[Said]:
    """Judge the name of a new branch, when it is checked out for the first time.

    Nothing for a checkout of files, a clone or a new worktree, nor in a rebase or a pick.
    """
    name, rule = moment.branch(), rule_of(moment.settings)
    if moment.argument(2) != "1" or is_null(moment.argument(0)) or name is None or not rule.pattern:
        return
    if not moment.is_replayed() and _is_new(moment.git, name):
        git, level = moment.git, moment.warning("branch-name")
        yield from attempted("HK101", name, lambda: check_branch_name(git, name, rule, level))


def _is_new(git: Git, name: str) -> bool:
    made = _reflog(git, HEADS + name, 2)
    moves = _reflog(git, "HEAD", _MOVES)
    is_first = sum(move.endswith(f" to {name}") for move in moves) <= 1
    return len(made) == 1 and made[0].startswith("branch: Created from ") and is_first


def _reflog(git: Git, ref: str, most: int) -> list[str]:
    form = ("log", "-g", f"-{most}", "--format=%gs", "--no-show-signature")
    return os.fsdecode(git.ask(*form, ref, "--").out).split("\n")[:-1]
