"""A branch moved to other commits with the same files: index and worktree stay untouched."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.head import head_ref
from hookkit.git.runner import Git
from hookkit.history.refs.branch import HEADS
from hookkit.operation_log.entry import Entry, Swap
from hookkit.operation_log.journal import logged_operation

TIDY = "tidy"
"""What the record for undo calls it."""


def move_branch(git: Git, branch: str, old: str, new: str) -> str:
    """Move ``branch``, on which HEAD is, from ``old`` to ``new``, and give the ref of its backup.

    The two have the same tree. Raises Refused where HEAD has come to be on another branch, and
    GitFailed where the branch has moved; then nothing has.
    """
    there = Swap(HEADS + branch, HEADS + branch)
    record = Entry(TIDY, old, (), Swap(old, new), branch=there)
    held = git.locked_ref("HEAD", new, old, f"hookkit: {TIDY}")
    with signals_blocked():
        backup = keep_backup(git, branch, old)
        try:
            with logged_operation(git, record), held as move_head:
                if head_ref(git) != HEADS + branch:
                    raise Refused(f"{branch} has just been left: nothing was changed", "git status")
                move_head()
        except BaseException:
            if git.resolve("HEAD") != new:
                forget_backup(git, backup, old)
            raise
    return backup


def copy_notes(git: Git, renamed: Mapping[str, str]) -> bool:
    """Copy the notes of old commits to the new ones, as ``notes.rewriteRef`` says.

    Gives whether that was possible; without the setting git copies none.
    """
    lines = "".join(f"{old} {new}\n" for old, new in renamed.items()).encode()
    return git.ask("notes", "copy", "--for-rewrite=rebase", "--stdin", data=lines).code == 0
