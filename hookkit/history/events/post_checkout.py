"""The event post-checkout: the name of a new branch is checked."""

from __future__ import annotations

import os
from collections.abc import Iterator

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import FindingOrNote, run_pattern_check
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.events.event_context import EventContext
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.refs.pushed_refs import is_null_id

# The number of entries of HEAD's reflog that are searched for an earlier checkout.
_MAX_REFLOG_ENTRIES = 100


def check_post_checkout(context: EventContext) -> Iterator[FindingOrNote]:
    """Check the name of a new branch when it is checked out for the first time.

    Nothing is checked for a checkout of files, a clone or a new worktree, and nothing in a rebase
    or a cherry-pick.
    """
    name, naming_patterns = context.head_branch(), naming_patterns_of(context.settings)
    if (
        context.hook_argument(2) != "1"
        or is_null_id(context.hook_argument(0))
        or name is None
        or not naming_patterns.branch_pattern
    ):
        return
    if not context.is_replaying_commits() and _is_new_branch(context.git, name):
        git, level = context.git, context.warning_level("branch-name")
        yield from run_pattern_check(
            "HK101", name, lambda: check_branch_name(git, name, naming_patterns, level)
        )


def _is_new_branch(git: Git, name: str) -> bool:
    branch_log = _read_reflog(git, HEADS + name, 2)
    head_log = _read_reflog(git, "HEAD", _MAX_REFLOG_ENTRIES)
    is_first = sum(message.endswith(f" to {name}") for message in head_log) <= 1
    return len(branch_log) == 1 and branch_log[0].startswith("branch: Created from ") and is_first


def _read_reflog(git: Git, ref: str, limit: int) -> list[str]:
    command = ("log", "-g", f"-{limit}", "--format=%gs", "--no-show-signature")
    return os.fsdecode(git.try_run(*command, ref, "--").out).split("\n")[:-1]
