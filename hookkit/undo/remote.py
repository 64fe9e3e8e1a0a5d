"""What remotes still have of what was taken back here, and the commands to change that."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from hookkit.branches.remote_branch import remote_of
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, RefMove


class RemoteCopy(NamedTuple):
    """A branch of a remote that still has commits, its id, and how to have it as it is here."""

    name: str
    id: str
    command: str


def remote_branches_with(git: Git, entry: Entry) -> tuple[RemoteCopy, ...]:
    """Give the branches of remotes that have what was taken back. hookkit itself changes none.

    ``entry`` is the one that was taken back.
    """
    found: list[RemoteCopy] = []
    for move in entry.moved:
        if git.null != move.new and move.old != move.new and move.ref.startswith(HEADS):
            found += _having(git, move)
    return tuple(found)


def _having(git: Git, move: RefMove) -> list[RemoteCopy]:
    """Give the remote-tracking branches of the name of a branch that have its new commit."""
    form = "--format=%(refname) %(objectname)"
    lines = git.lines("for-each-ref", form, "--contains", move.new, REMOTES)
    found: list[RemoteCopy] = []
    for ref, name in (line.rsplit(" ", 1) for line in lines):
        remote, branch = remote_of(git, ref), move.ref.removeprefix(HEADS)
        if remote is None or ref != f"{REMOTES}{remote}/{branch}":
            continue
        source = "" if move.old == git.null else branch
        lease = f"--force-with-lease={branch}:{name}"
        command = ["git", "push", lease, remote, f"{source}:{branch}" if not source else branch]
        found.append(RemoteCopy(ref.removeprefix(REMOTES), name, shlex.join(command)))
    return found
