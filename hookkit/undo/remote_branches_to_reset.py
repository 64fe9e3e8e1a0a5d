"""The remote branches to reset or delete after an undo: they still have the undone commits."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from hookkit.branches.fetch_remote_branch import remote_of_ref
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, RefChange


class RemoteBranchToReset(NamedTuple):
    """A remote branch with undone commits, its id, and the command that resets or deletes it."""

    name: str
    id: str
    command: str


def find_remote_branches_to_reset(git: Git, entry: Entry) -> tuple[RemoteBranchToReset, ...]:
    """Give the remote branches that have commits of the undone ``entry``.

    hookkit itself changes none of them.
    """
    found: list[RemoteBranchToReset] = []
    for change in entry.moved_refs:
        if git.null_id != change.new and change.old != change.new and change.ref.startswith(HEADS):
            found += _branches_to_reset(git, change)
    return tuple(found)


def _branches_to_reset(git: Git, change: RefChange) -> list[RemoteBranchToReset]:
    """Give the remote-tracking branches of the same name that have the new commit of a branch."""
    format_option = "--format=%(refname) %(objectname)"
    lines = git.lines("for-each-ref", format_option, "--contains", change.new, REMOTES)
    found: list[RemoteBranchToReset] = []
    for ref, commit_id in (line.rsplit(" ", 1) for line in lines):
        remote, branch = remote_of_ref(git, ref), change.ref.removeprefix(HEADS)
        if remote is None or ref != f"{REMOTES}{remote}/{branch}":
            continue
        source = "" if change.old == git.null_id else branch
        lease = f"--force-with-lease={branch}:{commit_id}"
        command = ["git", "push", lease, remote, f"{source}:{branch}" if not source else branch]
        found.append(RemoteBranchToReset(ref.removeprefix(REMOTES), commit_id, shlex.join(command)))
    return found
