"""Log a push to the operation log, and give the command that takes it back."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.branches.push_destination import without_password
from hookkit.errors import Refused
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.operation_log.entry import Entry, RefChange
from hookkit.operation_log.stored_entries import delete_entry, finish_entry, write_entry
from hookkit.phrases import short_id


@contextmanager
def logged_push(
    git: Git, remote: str, change: RefChange, is_forced_update: bool
) -> Iterator[str | None]:
    """Write an entry for a push, and delete it if the push is known to have failed.

    Gives the ref of the backup of the overwritten commits, None if nothing is overwritten.
    """
    name = change.ref.removeprefix(HEADS)
    backup = keep_backup(git, name, change.old) if is_forced_update else None
    stored_entry = write_entry(git, Entry("push", change.new, (), refs=(change,), remote=remote))
    try:
        yield backup
        finish_entry(git, stored_entry)
    except Refused:
        delete_entry(git, stored_entry)
        if backup is not None:
            forget_backup(git, backup, change.old)
        raise


def undo_push_command(remote: str, change: RefChange) -> str:
    """Give the command that resets the remote's branch to its commit before a push.

    Its lease is on the pushed commit: it changes nothing if somebody has pushed since.
    """
    name = change.ref.removeprefix(HEADS)
    source = f":{name}" if is_null_id(change.old) else f"{short_id(change.old)}:{change.ref}"
    lease = f"--force-with-lease={name}:{short_id(change.new)}"
    return shlex.join(["git", "push", lease, without_password(remote), source])
