"""Move a branch to rewritten commits with the same files: index and worktree stay as they are."""

from __future__ import annotations

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, ValueChange
from hookkit.operation_log.stored_entries import logged_operation

TIDY_KIND = "tidy"
ADD_TICKET_KIND = "ticket"
REWRITE_KINDS = (TIDY_KIND, ADD_TICKET_KIND)
"""The kinds in the operation log of rewrites that leave the files as they are."""


def move_to_rewritten_commits(
    git: Git, branch: str, old: str, new: str, kind: str = TIDY_KIND
) -> str:
    """Move ``branch``, which HEAD is on, from ``old`` to ``new``, and give the ref of its backup.

    The two commits have the same tree. ``kind`` is the kind of the entry in the operation log, one
    of ``REWRITE_KINDS``. Raises Refused if HEAD is on another branch by now, and GitFailed if the
    branch is no longer at ``old``; nothing is changed then.
    """
    same_branch = ValueChange(HEADS + branch, HEADS + branch)
    entry = Entry(kind, old, (), ValueChange(old, new), branch=same_branch)
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
