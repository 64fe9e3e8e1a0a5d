"""The checks that every command makes before it moves a branch."""

from __future__ import annotations

import shlex

from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.other_worktrees import checked_out_elsewhere
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.git.worktree import require_worktree
from hookkit.history.refs.branch import find_current_branch
from hookkit.history.refs.missing_target import fetch_command, missing_phrase
from hookkit.history.refs.targets import Target, find_target, is_protected, target_of
from hookkit.operation_log.stopped_sync import check_idle
from hookkit.settings.schema import Settings


def check_idle_worktree(git: Git) -> None:
    """Raise EnvironmentFailed without a worktree, Refused while an operation is under way."""
    require_worktree(git)
    check_idle(git)


def current_branch(git: Git, purpose: str) -> str:
    """Give the branch that HEAD is on, for ``purpose`` ("to tidy").

    Raises Refused on a detached HEAD, EnvironmentFailed where there is no commit yet.
    """
    current = find_current_branch(git, {})
    if current.name is None:
        sentence = f"{current.why_none}: there is no branch {purpose}"
        raise Refused(sentence, "git switch -c topic")
    if current.is_unborn:
        raise EnvironmentFailed(f"{current.name} has no commit yet", "git commit")
    return current.name


def check_not_in_other_worktree(git: Git, branch: str) -> None:
    """Raise Refused where another worktree is on the branch: its files would not move along."""
    folder = checked_out_elsewhere(git).get(HEADS + branch)
    if folder is not None:
        sentence = f"{branch} is in use in {folder} too: leave it there first"
        raise Refused(sentence, shlex.join(["git", "-C", folder, "status"]))


def rewritable_branch(git: Git, settings: Settings, purpose: str) -> str:
    """Give the branch that HEAD is on, if its commits may be rewritten.

    Raises Refused for a protected branch or one that another worktree is on, and as
    ``current_branch`` does.
    """
    check_idle_worktree(git)
    branch = current_branch(git, purpose)
    if is_protected(branch, settings.protected):
        sentence = f"{branch} is protected: its commits are not rewritten"
        raise Refused(sentence, "git switch -c topic")
    check_not_in_other_worktree(git, branch)
    return branch


def topic_target(git: Git, settings: Settings, branch: str | None) -> Target | None:
    """Find what ``branch`` (None: any) is merged into: a release, if it follows one."""
    usual = find_target(git, settings.target or None)
    return target_of(git, branch, settings.protected, usual)


def missing_target_error(git: Git, settings: Settings, what: str) -> Refused:
    """Say that ``what`` is unknown, because the configured target is not here."""
    sentence = f"{what} is unknown: {missing_phrase(git, settings.target)}"
    return Refused(sentence, fetch_command(git, settings.target))
