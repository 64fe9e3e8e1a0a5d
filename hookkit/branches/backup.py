"""Backups of branches: refs that keep the tip of a branch before its commits are rewritten."""

from __future__ import annotations

import time

from hookkit.errors import GitFailed
from hookkit.git.refs import delete_refs, update_ref
from hookkit.git.runner import Git

BACKUP_REFS = "refs/hookkit/backup/"
MAX_BACKUPS = 20


def keep_backup(git: Git, branch: str, tip: str) -> str:
    """Keep ``tip``, the tip of ``branch`` (without refs/heads/), and give the ref of the backup.

    The newest MAX_BACKUPS backups of each branch are kept; older ones are deleted.
    """
    backups = _backups(git, branch)
    newest_number = max((int(each.rpartition("/")[2]) for each in backups), default=0)
    # The number is the time, unless the clock was set back: the newest needs the highest number.
    ref = f"{BACKUP_REFS}{branch}/{max(time.time_ns(), newest_number + 1):020d}"
    update_ref(git, ref, tip, git.null_id, "backup")
    _delete_backups(git, dict(sorted(backups.items())[: max(len(backups) + 1 - MAX_BACKUPS, 0)]))
    return ref


def forget_backup(git: Git, ref: str, tip: str) -> None:
    """Delete the backup ``ref``, which points at ``tip``."""
    _delete_backups(git, {ref: tip})


def forget_backups(git: Git, tip: str) -> None:
    """Delete all backups that point at ``tip``: a branch is at that commit again."""
    refs = git.lines("for-each-ref", "--format=%(refname)", "--points-at", tip, BACKUP_REFS)
    _delete_backups(git, dict.fromkeys(refs, tip))


def _backups(git: Git, branch: str) -> dict[str, str]:
    """Give the backups of a branch as ref to tip, without those of branches like ``BRANCH/x``."""
    output_format = "--format=%(refname) %(objectname)"
    lines = git.lines("for-each-ref", output_format, f"{BACKUP_REFS}{branch}/")
    tips = dict(line.split(" ") for line in lines)
    prefix = f"{BACKUP_REFS}{branch}/"
    return {ref: tip for ref, tip in tips.items() if ref.removeprefix(prefix).isdecimal()}


def _delete_backups(git: Git, refs: dict[str, str]) -> None:
    if refs:
        try:
            delete_refs(git, refs)
        except GitFailed:  # another process deletes them too
            return
