"""Require what a command needs before it moves a branch or rewrites its commits."""

from __future__ import annotations

import shlex

from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.branches_in_other_worktrees import branches_checked_out_elsewhere
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.settings.definitions import Settings


def require_worktree_without_operation(git: Git) -> None:
    """Raise EnvironmentFailed without a worktree, Refused while an operation is under way."""
    require_worktree(git)
    require_no_operation_or_stopped_sync(git)


def require_current_branch(git: Git, purpose: str) -> str:
    """Give the branch that HEAD is on; ``purpose`` ends the sentence of an error ("to tidy").

    Raises Refused on a detached HEAD, EnvironmentFailed if there is no commit yet.
    """
    current = find_current_branch(git, {})
    if current.name is None:
        sentence = f"{current.reason}: there is no branch {purpose}"
        raise Refused(sentence, "git switch -c topic")
    if current.is_unborn:
        raise EnvironmentFailed(f"{current.name} has no commit yet", "git commit")
    return current.name


def require_not_in_other_worktree(git: Git, branch: str) -> None:
    """Raise Refused if another worktree is on the branch: that worktree's files would not move."""
    folder = branches_checked_out_elsewhere(git).get(HEADS + branch)
    if folder is not None:
        sentence = f"{branch} is in use in {folder} too: leave it there first"
        raise Refused(sentence, shlex.join(["git", "-C", folder, "status"]))


def require_rewritable_branch(git: Git, settings: Settings, purpose: str) -> str:
    """Give the branch that HEAD is on, if its commits may be rewritten.

    Raises Refused for a protected branch or a branch that is checked out in another worktree, and
    the errors of ``require_worktree_without_operation`` and ``require_current_branch``.
    """
    require_worktree_without_operation(git)
    branch = require_current_branch(git, purpose)
    if is_protected(branch, settings.protected):
        sentence = f"{branch} is protected: its commits are not rewritten"
        raise Refused(sentence, "git switch -c topic")
    require_not_in_other_worktree(git, branch)
    return branch
