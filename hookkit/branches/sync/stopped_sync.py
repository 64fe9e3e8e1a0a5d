"""Begin, continue and abort a sync that stops in a conflict (``--resolve``)."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.branches.backup import keep_backup
from hookkit.branches.concluded_sync import commits_above, conclude_sync
from hookkit.branches.interrupted_sync import restore_interrupted_sync
from hookkit.branches.leftover_files import finish_removals, remove_files, split_written_by_git
from hookkit.branches.sync.conclusion import conclude, known_target
from hookkit.branches.sync.conflict_resolution import (
    check_no_commit_lost,
    check_resolved,
    store_edits,
)
from hookkit.branches.sync.git_rebase import abort_rebase, begin_rebase, continue_rebase
from hookkit.branches.sync.outcome import AbortedSync, StoppedInConflict, SyncResult
from hookkit.branches.sync.refusals import Conflict
from hookkit.branches.sync.sync import sync
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.carried_edits import check_untracked
from hookkit.git.commits import Commit
from hookkit.git.differences import Difference, differences, unmerged
from hookkit.git.in_progress import check_nothing_in_progress
from hookkit.git.process import GitResult
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.stacked_branches import local_refs_in_range
from hookkit.operation_log.entry import Entry, OldNew, RefMove, StoredEntry
from hookkit.operation_log.stopped_sync import SYNC, branch_of, is_under_way, stopped_sync
from hookkit.operation_log.stored_entries import write_entry
from hookkit.phrases import short
from hookkit.settings.schema import Settings


def sync_or_stop(git: Git, settings: Settings, with_fetch: bool) -> SyncResult | StoppedInConflict:
    """Rebase the branch on its target as ``sync`` does, and stop in the first conflict.

    Raises Refused for all reasons other than a conflict, as ``sync`` does.
    """
    try:
        return sync(git, settings, is_dry=False, with_fetch=with_fetch)
    except Conflict as conflict:
        return _begin(git, settings, conflict)


def _begin(git: Git, settings: Settings, conflict: Conflict) -> SyncResult | StoppedInConflict:
    topic, stack = conflict.topic, [each.ref for each in conflict.stacked_branches]
    since = topic.squash_merge.last_id if topic.squash_merge else topic.onto
    incoming = differences(git, topic.tip, topic.onto)
    check_untracked(git, [*incoming, *_changed_by(git, topic.unmerged.commits)])
    refs = [RefMove(each.ref, each.id, each.id) for each in conflict.stacked_branches]
    ref = HEADS + topic.branch
    refs.insert(0, RefMove(ref, topic.tip, topic.tip))
    with signals_blocked():
        for each in refs:
            keep_backup(git, each.ref.removeprefix(HEADS), each.old)
        head, branch = OldNew(topic.tip, topic.tip), OldNew(ref, ref)
        stored = write_entry(git, Entry(SYNC, topic.onto, (), head, None, tuple(refs), branch))
        restored = local_refs_in_range(git, since, topic.tip)
        others = [each for each in restored if each not in (ref, *stack)]
        answer = begin_rebase(git, topic.onto, since, stack, others)
    return _result(git, settings, stored, answer)


def _changed_by(git: Git, commits: Sequence[Commit]) -> list[Difference]:
    return [
        each
        for commit in commits
        if len(commit.parents) == 1
        for each in differences(git, commit.parents[0], commit.id)
    ]


def continue_sync(git: Git, settings: Settings) -> SyncResult | StoppedInConflict:
    """Continue a stopped sync to its next conflict or to its end.

    Raises Refused if no sync is stopped, or if its conflict is not resolved yet.
    """
    stored = _require_stopped(git)
    if not is_under_way(git, stored):
        return _conclude(git, settings, stored)
    check_no_commit_lost(git)
    check_resolved(git)
    incoming, leftovers = split_written_by_git(
        git, _changed_by(git, _old_commits(git, stored.entry))
    )
    check_untracked(git, incoming)
    with signals_blocked():
        remove_files(leftovers)
        answer = continue_rebase(git)
    return _result(git, settings, stored, answer)


def _require_stopped(git: Git) -> StoredEntry:
    stored = stopped_sync(git)
    if stored is None:
        check_nothing_in_progress(git)
        raise Refused("no sync is stopped here", "hookkit sync")
    return stored


def _old_commits(git: Git, entry: Entry) -> list[Commit]:
    return commits_above(git, entry.commit, entry.refs[0].old)


def _result(
    git: Git, settings: Settings, stored: StoredEntry, answer: GitResult
) -> SyncResult | StoppedInConflict:
    if not is_under_way(git, stored):
        return _conclude(git, settings, stored, answer.err)
    in_conflict = tuple(sorted(unmerged(git)))
    if not in_conflict:
        check_no_commit_lost(git)
    commits = _old_commits(git, stored.entry)
    picked = git.resolve("REBASE_HEAD")
    number = next((index for index, each in enumerate(commits, 1) if each.id == picked), 0)
    target = known_target(git, settings, branch_of(stored.entry))
    return StoppedInConflict(
        branch_of(stored.entry),
        target.display_name if target else short(stored.entry.commit),
        commits[number - 1] if number else None,
        number,
        len(commits),
        in_conflict,
        _last_line(answer.err),
    )


def _conclude(git: Git, settings: Settings, stored: StoredEntry, message: str = "") -> SyncResult:
    concluded = conclude_sync(git)
    if concluded is not None:
        return conclude(git, settings, concluded)
    name = branch_of(stored.entry)
    if message:
        sentence = f"git has not begun to rebase {name}: {_last_line(message)}: nothing was changed"
        raise Refused(sentence, "git status")
    raise _was_aborted(name)


def abort_sync(git: Git) -> AbortedSync:
    """Abort the stopped sync, and restore the branch, the index and the files.

    Files that were edited meanwhile are stored as blobs. Raises Refused if no sync is stopped, the
    sync has ended, or an untracked file is in the way.
    """
    stored = _require_stopped(git)
    moved, name = stored.entry.refs[0], branch_of(stored.entry)
    if not is_under_way(git, stored):
        had_moved = restore_interrupted_sync(git, stored)
        if conclude_sync(git) is None:
            if had_moved:
                return AbortedSync(name, moved.old, (), "")
            raise _was_aborted(name)
        raise Refused(f"the sync of {name} has ended already", "hookkit undo")
    restored = differences(git, "HEAD", moved.old)
    incoming, leftovers = split_written_by_git(git, restored)
    check_untracked(git, incoming)
    tip = git.line("rev-parse", "HEAD")
    edited = store_edits(git)
    with signals_blocked():
        remove_files(leftovers)
        answer = abort_rebase(git)
    if is_under_way(git, stored):
        raise Refused(f"git does not give it up: {_last_line(answer.err)}", "git status")
    conclude_sync(git)
    finish_removals(git, [each for each in restored if each.new is None])
    return AbortedSync(name, moved.old, edited, tip if tip != stored.entry.commit else "")


def _was_aborted(name: str) -> Refused:
    return Refused(f"the sync of {name} was given up before: nothing is left of it", "hookkit sync")


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if not line.startswith("hint:")]
    return lines[-1] if lines else "no message"
