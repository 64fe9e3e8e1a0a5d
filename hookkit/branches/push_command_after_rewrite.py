"""The command that pushes a branch after its commits were rewritten."""

from __future__ import annotations

import shlex
from contextlib import suppress

from hookkit.branches.push_destination import RemoteBranch, find_destination, remote_branches_of
from hookkit.errors import HookkitError
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import branches_by_ref
from hookkit.history.refs.target_branch import Target


def push_command_after_rebase(
    git: Git, branch: str, target: Target | None, head_branch: str
) -> str | None:
    """Give the command that pushes a branch after a rebase, None if no remote has the branch.

    ``head_branch`` is the branch that HEAD is on after the rebase.
    """
    pushable_branches = remote_branches_of(git, branch, target)
    existing = branches_by_ref(git, list(pushable_branches))
    return next(
        (
            push_command_to_remote(git, branch, pushable_branches[ref], head_branch)
            for ref in pushable_branches
            if ref in existing
        ),
        None,
    )


def push_command_to_remote(
    git: Git, branch: str, remote_branch: RemoteBranch, head_branch: str
) -> str:
    """Give the command that pushes to a branch of a remote: ``hookkit push`` if it can."""
    for remote in (None, remote_branch.remote) if branch == head_branch else ():
        with suppress(HookkitError):
            destination = find_destination(git, branch, remote)
            if (destination.remote, destination.name) == remote_branch:
                return shlex.join(["hookkit", "push", *([remote] if remote else [])])
    short_name = branches_by_ref(git, [HEADS + branch])[HEADS + branch].short_name
    refspec = short_name if branch == remote_branch.name else f"{short_name}:{remote_branch.name}"
    return shlex.join(["git", "push", "--force-with-lease", remote_branch.remote, refspec])
