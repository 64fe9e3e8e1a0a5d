"""A target that is configured and not here: in words, and the command that helps."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.targets import USUAL_REMOTES, bare_name, branch_of, remote_in
from hookkit.phrases import hint

SHOW = "hookkit config target"
"""Shows the setting and where it is written."""


def is_not_here(git: Git, target: str) -> str:
    """Say that the branch ``target`` is not here, and which branch is nearly called so."""
    return f"{target} is not here{_hint(git, target)}"


def fetch_command(git: Git, target: str) -> str:
    """Give the command that gets ``target`` from a remote that there is, or shows the setting.

    That is shown where there is no remote, and where another branch is nearly called so.
    """
    place = _place(git, target)
    return f"git fetch {shlex.quote(place[0])} {shlex.quote(place[1])}" if place else SHOW


def tracking_fetch_command(git: Git, target: str) -> str:
    """Give ``fetch_command`` in the form that makes the remote-tracking branch in any clone.

    In a clone of one branch a fetch by name alone makes none.
    """
    place = _place(git, target)
    if place is None:
        return SHOW
    remote, branch = place
    wanted = f"{branch}:{REMOTES}{remote}/{branch}"
    return f"git fetch {shlex.quote(remote)} {shlex.quote(wanted)}"


def _place(git: Git, target: str) -> tuple[str, str] | None:
    """Give the remote that may have ``target``, and its name there."""
    remotes = remote_names(git)
    remote = remote_in(target, remotes) or usual_remote(remotes)
    if remote is None or _hint(git, target):
        return None
    return remote, branch_of(target, (remote, *USUAL_REMOTES))


def usual_remote(remotes: Sequence[str]) -> str | None:
    """Give the remote that a command names: "origin" if there is one, else the first."""
    return "origin" if "origin" in remotes else next(iter(remotes), None)


def _hint(git: Git, target: str) -> str:
    refs = git.lines("for-each-ref", "--format=%(refname)", HEADS, REMOTES)
    return hint(branch_of(target), dict.fromkeys(filter(None, map(bare_name, refs))))
