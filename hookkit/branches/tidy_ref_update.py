"""A branch moved to rewritten commits, which have the same files: nothing else is touched."""

from __future__ import annotations

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.head import head_ref
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, OldNew
from hookkit.operation_log.stored_entries import logged_operation

TIDY = "tidy"
TICKET_KIND = "ticket"
"""What the operation log calls a squash, and commits that got a ticket."""

REWRITES = (TIDY, TICKET_KIND)
"""Both of them."""


def move_branch(git: Git, branch: str, old: str, new: str, kind: str = TIDY) -> str:
    """Move ``branch``, on which HEAD is, from ``old`` to ``new``, and give the ref of its backup.

    ``kind`` is one of ``REWRITES``.

    The two have the same tree. Raises Refused where HEAD has come to be on another branch, and
    GitFailed if the branch is no longer at ``old``; nothing is changed then.
    """
    same_branch = OldNew(HEADS + branch, HEADS + branch)
    entry = Entry(kind, old, (), OldNew(old, new), branch=same_branch)
    ref_lock = git.locked_refs([("HEAD", new, old)], f"hookkit: {kind}")
    with signals_blocked():
        backup = keep_backup(git, branch, old)
        try:
            with logged_operation(git, entry), ref_lock as move_head:
                if head_ref(git) != HEADS + branch:
                    raise Refused(f"{branch} has just been left: nothing was changed", "git status")
                move_head()
        except BaseException:
            if git.resolve("HEAD") != new:
                forget_backup(git, backup, old)
            raise
    return backup
