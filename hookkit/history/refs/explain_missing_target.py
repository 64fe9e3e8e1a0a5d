"""A configured target that does not exist in this clone: the phrase and the repair for it."""

from __future__ import annotations

import shlex

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import origin_or_first_remote, remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import (
    DEFAULT_REMOTES,
    bare_name,
    remote_in_name,
    without_remote,
)
from hookkit.phrases import did_you_mean

SHOW_TARGET_COMMAND = "hookkit config target"
"""Shows the setting and where it is written."""


def missing_target_phrase(git: Git, target: str) -> str:
    """Say that the branch ``target`` is not in this clone, and which branch has a similar name."""
    return f"{target} is not here{_similar_name_hint(git, target)}"


def target_fetch_command(git: Git, target: str) -> str:
    """Give the command that fetches ``target``.

    If there is no remote or another branch has a similar name, give SHOW_TARGET_COMMAND.
    """
    remote_branch = _remote_and_branch(git, target)
    return (
        f"git fetch {shlex.quote(remote_branch[0])} {shlex.quote(remote_branch[1])}"
        if remote_branch
        else SHOW_TARGET_COMMAND
    )


def target_tracking_fetch_command(git: Git, target: str) -> str:
    """Give the command that fetches ``target`` and creates its remote-tracking branch in any clone.

    In a clone of a single branch, a fetch by name alone creates none. Without a remote or with a
    similar name, give what ``target_fetch_command`` gives.
    """
    remote_branch = _remote_and_branch(git, target)
    if remote_branch is None:
        return SHOW_TARGET_COMMAND
    remote, branch = remote_branch
    refspec = f"{branch}:{REMOTES}{remote}/{branch}"
    return f"git fetch {shlex.quote(remote)} {shlex.quote(refspec)}"


def _remote_and_branch(git: Git, target: str) -> tuple[str, str] | None:
    """Give the remote that may have ``target``, and the name of ``target`` on it, or None."""
    remotes = remote_names(git)
    remote = remote_in_name(target, remotes) or origin_or_first_remote(remotes)
    if remote is None or _similar_name_hint(git, target):
        return None
    return remote, without_remote(target, (remote, *DEFAULT_REMOTES))


def _similar_name_hint(git: Git, target: str) -> str:
    refs = git.lines("for-each-ref", "--format=%(refname)", HEADS, REMOTES)
    return did_you_mean(without_remote(target), dict.fromkeys(filter(None, map(bare_name, refs))))
