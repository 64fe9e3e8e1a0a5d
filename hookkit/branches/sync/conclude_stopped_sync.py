"""Conclude a sync that stopped in a conflict, once its rebase has ended.

``hookkit sync --continue`` and ``--abort`` conclude it. If plain git ended the rebase, the next
command that needs the operation log concludes it, and does the last steps of the rebase if git was
killed before them.

git moves the files and the branch first, then HEAD, and removes its state files at the end. Some of
these steps can fail without an error from git (reset.c, update_refs; sequencer.c,
sequencer_remove_state).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.branches.backup import forget_backups
from hookkit.branches.sync.interrupted_sync import (
    MAX_REFLOG_ENTRIES,
    restore_files_unless_rebase_started,
)
from hookkit.corrections.keep_for_rewritten_commits import keep_for_rewritten_commits
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.commits import Commit, read_commits
from hookkit.git.rebase_state import is_rebase_state_incomplete
from hookkit.git.refs import head_ref, reflog_ids
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, RefChange, StoredEntry, ValueChange
from hookkit.operation_log.stopped_sync_entry import find_stopped_sync, is_sync_rebase_under_way
from hookkit.operation_log.stored_entries import (
    UnreadableEntry,
    delete_entry,
    finish_entry,
    migrate_and_read_entries,
    rewrite_entry,
)
from hookkit.phrases import short_id


class ConcludedSync(NamedTuple):
    """A sync that has ended.

    ``ref_changes`` are the changes of its refs, the branch itself first, and ``onto`` is the commit
    of the target. ``old_commits`` are the commits that the branch had, the oldest first: at least
    the one at which the sync stopped. ``rewritten_commits`` maps their ids to the rewritten
    commits; a commit that has none is missing.
    """

    ref_changes: tuple[RefChange, ...]
    onto: str
    old_commits: tuple[Commit, ...]
    rewritten_commits: dict[str, Commit]


def conclude_sync(git: Git) -> ConcludedSync | None:
    """Conclude a sync that stopped in a conflict and whose rebase has ended.

    If its branch moved, the entry becomes one that ``hookkit undo`` takes back, and the corrections
    are kept for the new commits. If the sync was aborted, or stopped before its rebase began, the
    files are restored, the entry and the backups are deleted, and the result is None. It is None
    too if there is no such sync or its rebase is still under way. Raises EnvironmentFailed if the
    steps that git left out cannot be done.
    """
    stored_entry = find_stopped_sync(git)
    if stored_entry is None or is_sync_rebase_under_way(git, stored_entry):
        return None
    _finish_rebase(git, stored_entry.entry)
    entry, onto = _concluded_entry(git, stored_entry.entry), stored_entry.entry.commit
    if entry is None:
        restore_files_unless_rebase_started(git, stored_entry)
        delete_entry(git, stored_entry)
        for each in stored_entry.entry.refs:
            forget_backups(git, each.old)
        return None
    topic_change = entry.refs[0]
    old_commits, new_commits = (
        commits_above(git, onto, tip) for tip in (topic_change.old, topic_change.new)
    )
    rewritten = _pair_by_author(old_commits, new_commits)
    keep_for_rewritten_commits(git, {old: new.id for old, new in rewritten.items()})
    finish_entry(git, rewrite_entry(git, stored_entry, entry))
    return ConcludedSync(entry.refs, onto, tuple(old_commits), rewritten)


def read_entries_as_concluded(git: Git) -> Iterator[StoredEntry | UnreadableEntry]:
    """Give all entries of this worktree, the newest first, as ``conclude_sync`` would leave them.

    The sync itself is not concluded.
    """
    stored_entry = find_stopped_sync(git)
    if stored_entry is None or is_sync_rebase_under_way(git, stored_entry):
        yield from migrate_and_read_entries(git)
        return
    entry = _concluded_entry(git, stored_entry.entry)
    for each in migrate_and_read_entries(git):
        if each.number != stored_entry.number:
            # Once the sync is done, the entries that were taken back before cannot be redone.
            if entry is None or isinstance(each, UnreadableEntry) or each.state != "undone":
                yield each
        elif entry is not None:
            yield stored_entry._replace(state="done", entry=entry)


def _concluded_entry(git: Git, stopped: Entry) -> Entry | None:
    """Give the entry of a sync whose rebase has ended, None if its branch did not move."""
    onto = stopped.commit
    refs = [each._replace(new=_commit_moved_to(git, each, onto)) for each in stopped.refs]
    topic_change = refs[0]
    changes = tuple(each for each in refs if each.old != each.new)
    if topic_change not in changes:
        return None
    return stopped._replace(
        commit=topic_change.new, head=ValueChange(topic_change.old, topic_change.new), refs=changes
    )


def _commit_moved_to(git: Git, change: RefChange, onto: str) -> str:
    """Give the commit on top of ``onto`` that a ref has moved to, or its old commit if none."""
    current = git.resolve(change.ref)
    commit_ids = reflog_ids(git, change.ref, MAX_REFLOG_ENTRIES)
    # The newest move away from the old commit: there may be an earlier one that was undone.
    new_commits = (
        new_commit
        for new_commit, old in zip(commit_ids, commit_ids[1:], strict=False)
        if old == change.old
    )
    new_commit = next(new_commits, current)
    if not new_commit or current in (None, change.old):
        return change.old
    is_on_target = git.is_ancestor(onto, new_commit)
    if is_on_target is None:  # the entry of the sync must not be deleted
        sentence = f"git cannot tell whether {short_id(new_commit)} is on {short_id(onto)}"
        raise EnvironmentFailed(sentence, "git fsck")
    return new_commit if is_on_target else change.old


def commits_above(git: Git, onto: str, tip: str) -> list[Commit]:
    """Give the commits that a rebase of ``tip`` onto ``onto`` recreates, the oldest first."""
    ids = git.lines("rev-list", "--reverse", "--topo-order", "--no-merges", tip, f"^{onto}", "--")
    return read_commits(git, ids)


def _pair_by_author(
    old_commits: Sequence[Commit], new_commits: Sequence[Commit]
) -> dict[str, Commit]:
    """Map the id of each old commit to its rewritten commit, after a rebase.

    A rebase keeps author and author date. If several commits have the same ones, the subject
    decides, then the order. Commits without a match are left out.
    """
    unmatched, new_by_old = list(new_commits), dict[str, Commit]()
    for with_same_subject in (True, False):
        for old_commit in old_commits:
            if old_commit.id not in new_by_old:
                candidates = (
                    each for each in unmatched if _is_rewrite(old_commit, each, with_same_subject)
                )
                new_commit = next(candidates, None)
                if new_commit is not None:
                    new_by_old[old_commit.id] = new_commit
                    unmatched.remove(new_commit)
    return new_by_old


def _is_rewrite(old_commit: Commit, new_commit: Commit, with_same_subject: bool) -> bool:
    """Whether the authors are the same and, if ``with_same_subject``, the subjects too."""
    return old_commit.author == new_commit.author and (
        not with_same_subject or old_commit.subject == new_commit.subject
    )


_PICK_REF = "CHERRY_PICK_HEAD"


def _finish_rebase(git: Git, entry: Entry) -> None:
    """Do the last steps of the rebase of a sync, if git was killed before them.

    Raises EnvironmentFailed if one of them fails.
    """
    topic_change = entry.refs[0]
    try:
        if _is_aborted_except_head(git, entry):
            git.run("symbolic-ref", "-m", "hookkit: sync --abort", "HEAD", topic_change.ref)
        if head_ref(git) != topic_change.ref:
            return
        if is_rebase_state_incomplete(git):
            git.run("rebase", "--quit")
        picked = git.resolve(_PICK_REF)
        if picked and git.is_ancestor(picked, topic_change.old) and _is_index_at(git, "HEAD"):
            git.run("update-ref", "--no-deref", "-d", _PICK_REF, picked)
    except GitFailed as error:
        sentence = f"git has not finished the rebase of the sync: {error}"
        raise EnvironmentFailed(sentence, "git status") from error


def _is_aborted_except_head(git: Git, entry: Entry) -> bool:
    """Whether branch, index and files are as before the rebase, and HEAD is still detached."""
    topic_change = entry.refs[0]
    is_head_detached = head_ref(git) in (None, "") and git.resolve("HEAD") != topic_change.old
    is_branch_restored = (
        is_head_detached
        and git.resolve(topic_change.ref) == topic_change.old
        and not is_rebase_state_incomplete(git)
    )
    return is_branch_restored and _is_index_at(git, topic_change.old)


def _is_index_at(git: Git, commit: str) -> bool:
    return git.try_run("diff-index", "--cached", "--quiet", commit, "--").code == 0
