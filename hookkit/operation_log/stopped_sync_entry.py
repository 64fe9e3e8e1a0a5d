"""The entry of a sync that stopped in a conflict: find it, and give what continues or aborts it.

It has the branches with their old commits, and is written before the rebase begins. The new commits
are unknown then: each ref change in the entry has the old id twice.
"""

from __future__ import annotations

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, StoredEntry
from hookkit.operation_log.stored_entries import begun_entries

SYNC_KIND = "sync"
"""The kind of the entry of a sync."""

CONTINUE_SYNC = "hookkit sync --continue"
ABORT_SYNC = "hookkit sync --abort"
"""The commands that end a stopped sync."""


def is_stopped_sync(entry: Entry) -> bool:
    """Whether an entry is of a sync that stopped in a conflict, and was not concluded."""
    return entry.kind == SYNC_KIND and entry.head is not None and entry.head.old == entry.head.new


def find_stopped_sync(git: Git) -> StoredEntry | None:
    """Give the newest entry of a stopped sync, None if there is none; nothing is written."""
    return next((each for each in begun_entries(git) if is_stopped_sync(each.entry)), None)


def branch_of_sync(entry: Entry) -> str:
    """Give the name of the branch that a sync is about."""
    return entry.refs[0].ref.removeprefix(HEADS)


def is_sync_rebase_under_way(git: Git, stored_entry: StoredEntry) -> bool:
    """Whether the rebase under way in this worktree is the rebase of the sync ``stored_entry``."""
    from hookkit.git.rebase_state import RebaseUnderWay, read_rebase_under_way  # rarely needed

    topic_change = stored_entry.entry.refs[0]
    return read_rebase_under_way(git) == RebaseUnderWay(
        topic_change.ref, topic_change.old, stored_entry.entry.commit
    )
