"""Require that no operation of git is in progress, and give the command that finishes it."""

from __future__ import annotations

from hookkit.errors import Refused
from hookkit.git.operation_in_progress import (
    ending_commands,
    operation_in_progress,
    require_no_git_operation,
)
from hookkit.git.rebase_state import is_rebase_state_incomplete
from hookkit.git.runner import Git
from hookkit.operation_log.stopped_sync_entry import (
    CONTINUE_SYNC,
    branch_of_sync,
    find_stopped_sync,
    is_sync_rebase_under_way,
)


def finish_command(git: Git, operation: str) -> str:
    """Give the command that continues ``operation``, named as in ``git.operation_in_progress``."""
    stored_entry = find_stopped_sync(git)
    is_sync = stored_entry is not None and is_sync_rebase_under_way(git, stored_entry)
    return CONTINUE_SYNC if is_sync else ending_commands(operation).finish


def require_no_operation_or_stopped_sync(git: Git, sync_repair: str = CONTINUE_SYNC) -> None:
    """Raise Refused if an operation of git or a stopped sync is under way in this worktree.

    ``sync_repair`` is the command for a sync that stopped in a conflict.
    """
    if operation_in_progress(git) is None:
        return
    stored_entry = find_stopped_sync(git)
    if stored_entry is not None and (
        is_sync_rebase_under_way(git, stored_entry) or is_rebase_state_incomplete(git)
    ):
        sentence = f"the sync of {branch_of_sync(stored_entry.entry)} is stopped in a conflict"
        raise Refused(f"{sentence}: finish it first", sync_repair)
    require_no_git_operation(git)
