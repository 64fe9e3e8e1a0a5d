"""Restore the files of a sync that was interrupted before its rebase was under way.

``git rebase`` checks out the target first, and writes its state files only then.
"""

from __future__ import annotations

from itertools import dropwhile

from hookkit.branches.interrupted_checkout import (
    compare_index,
    has_checkout_changed_files,
    restore_files,
)
from hookkit.errors import EnvironmentFailed, HookkitError
from hookkit.git.differing_paths import differences
from hookkit.git.refs import head_ref, reflog_ids
from hookkit.git.runner import Git
from hookkit.operation_log.entry import StoredEntry
from hookkit.operation_log.stopped_sync_entry import branch_of_sync

MAX_REFLOG_ENTRIES = 1_000
"""The number of reflog entries that are read at most."""


def restore_files_unless_rebase_started(git: Git, stored_entry: StoredEntry) -> bool:
    """Restore index and files as they were before a sync whose rebase is not under way.

    Gives whether any of them was restored. Files that were edited since stay as they are. Raises
    EnvironmentFailed if they cannot be restored: the entry is still needed then.
    """
    return not _has_started_rebase(git, stored_entry) and restore_files_from_before_sync(
        git, stored_entry
    )


def restore_files_from_before_sync(git: Git, stored_entry: StoredEntry) -> bool:
    """Restore index and files as they were before a sync whose rebase has never started.

    Gives the same, and raises the same, as ``restore_files_unless_rebase_started``.
    """
    topic_change, onto = stored_entry.entry.refs[0], stored_entry.entry.commit
    if (head_ref(git), git.resolve("HEAD")) != (topic_change.ref, topic_change.old):
        return False
    changed_files = differences(git, topic_change.old, onto)
    try:
        if compare_index(git, topic_change.old, onto, ()).is_nearer_new_commit:
            git.try_run("update-index", "-q", "--refresh")
            git.run("read-tree", "-m", "-u", "--no-recurse-submodules", onto, topic_change.old)
        elif has_checkout_changed_files(git, changed_files, ()):
            restore_files(git, topic_change.old, changed_files)
        else:
            return False
    except (OSError, HookkitError) as error:
        sentence = (
            f"the sync of {branch_of_sync(stored_entry.entry)} stopped before it began, and the"
            f" files that git had changed could not be restored: {error}"
        )
        raise EnvironmentFailed(sentence, "hookkit undo") from error
    return True


def _has_started_rebase(git: Git, stored_entry: StoredEntry) -> bool:
    """Whether HEAD has ever moved from the branch to the target, which is a rebase's first step.

    If so, the files may differ because they were edited after that rebase was aborted. git logs a
    move before it moves HEAD (refs/files-backend.c): where the log ends at the target and HEAD is
    on the branch, that move has failed.
    """
    onto, tip = stored_entry.entry.commit, stored_entry.entry.refs[0].old
    commit_ids = reflog_ids(git, "HEAD", MAX_REFLOG_ENTRIES)
    if git.resolve("HEAD") == tip:
        commit_ids = list(dropwhile(lambda each: each == onto, commit_ids))
    return (onto, tip) in zip(commit_ids, commit_ids[1:])
