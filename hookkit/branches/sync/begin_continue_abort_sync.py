"""Begin, continue and abort a sync that may stop in a conflict (``--resolve``)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from hookkit.branches.backup import keep_backup
from hookkit.branches.checkout_leftovers import (
    delete_remaining_untracked_files,
    remove_files_written_by_git,
    split_off_written_files,
)
from hookkit.branches.resolve_target import target_without_fetch
from hookkit.branches.sync.conclude_stopped_sync import commits_above, conclude_sync
from hookkit.branches.sync.concluded_sync_result import (
    result_of_concluded_sync,
)
from hookkit.branches.sync.interrupted_sync import (
    restore_files_from_before_sync,
    restore_files_unless_rebase_started,
)
from hookkit.branches.sync.rebase_refusals import ResolvableConflict
from hookkit.branches.sync.requirements_to_continue import (
    require_no_commit_lost,
    require_resolved,
)
from hookkit.branches.sync.run_git_rebase import (
    abort_rebase,
    begin_rebase,
    continue_rebase,
)
from hookkit.branches.sync.sync import sync
from hookkit.branches.sync.sync_results import AbortedSync, StoppedSync, SyncResult
from hookkit.errors import Refused
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.commits import Commit
from hookkit.git.differing_paths import Difference, differences
from hookkit.git.index import unmerged_paths
from hookkit.git.operation_in_progress import require_no_git_operation
from hookkit.git.plan_move_with_edits import require_no_untracked_in_way
from hookkit.git.process import GitResult
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import write_blob
from hookkit.history.refs.stacked_branches import local_branch_refs_up_to
from hookkit.operation_log.entry import Entry, RefChange, StoredEntry, ValueChange
from hookkit.operation_log.stopped_sync_entry import (
    SYNC_KIND,
    branch_of_sync,
    find_stopped_sync,
    is_sync_rebase_under_way,
)
from hookkit.operation_log.stored_entries import write_entry
from hookkit.phrases import short_id
from hookkit.settings.definitions import Settings


def sync_or_stop(git: Git, settings: Settings, with_fetch: bool) -> SyncResult | StoppedSync:
    """Rebase the branch on its target as ``sync`` does, and stop in the first conflict.

    Raises Refused for all reasons other than a conflict, as ``sync`` does.
    """
    try:
        return sync(git, settings, is_dry=False, with_fetch=with_fetch)
    except ResolvableConflict as conflict:
        return _begin_rebase(git, settings, conflict)


def _begin_rebase(
    git: Git, settings: Settings, conflict: ResolvableConflict
) -> SyncResult | StoppedSync:
    topic, stacked_refs = conflict.topic, [each.ref for each in conflict.stacked_branches]
    old_base = topic.squash_merge.last_id if topic.squash_merge else topic.onto
    incoming = differences(git, topic.tip, topic.onto)
    require_no_untracked_in_way(
        git, [*incoming, *_files_changed_by(git, topic.unmerged_commits.commits)]
    )
    refs = [RefChange(each.ref, each.id, each.id) for each in conflict.stacked_branches]
    ref = HEADS + topic.branch
    refs.insert(0, RefChange(ref, topic.tip, topic.tip))
    with signals_blocked():
        for each in refs:
            keep_backup(git, each.ref.removeprefix(HEADS), each.old)
        head, branch = ValueChange(topic.tip, topic.tip), ValueChange(ref, ref)
        stored_entry = write_entry(
            git, Entry(SYNC_KIND, topic.onto, (), head, None, tuple(refs), branch)
        )
        refs_on_commits = local_branch_refs_up_to(git, old_base, topic.tip)
        unmoved_refs = [each for each in refs_on_commits if each not in (ref, *stacked_refs)]
        git_result = begin_rebase(git, topic.onto, old_base, stacked_refs, unmoved_refs)
        if not is_sync_rebase_under_way(git, stored_entry):
            restore_files_from_before_sync(git, stored_entry)
    return _read_result(git, settings, stored_entry, git_result)


def _files_changed_by(git: Git, commits: Sequence[Commit]) -> list[Difference]:
    return [
        each
        for commit in commits
        if len(commit.parents) == 1
        for each in differences(git, commit.parents[0], commit.id)
    ]


def continue_sync(git: Git, settings: Settings) -> SyncResult | StoppedSync:
    """Continue a stopped sync to its next conflict or to its end.

    Raises Refused if no sync is stopped, or if its conflict is not resolved yet.
    """
    stored_entry = _require_stopped(git)
    if not is_sync_rebase_under_way(git, stored_entry):
        return _conclude(git, settings, stored_entry)
    require_no_commit_lost(git)
    require_resolved(git)
    incoming, leftovers = split_off_written_files(
        git, _files_changed_by(git, _old_commits(git, stored_entry.entry))
    )
    require_no_untracked_in_way(git, incoming)
    with signals_blocked():
        remove_files_written_by_git(leftovers)
        git_result = continue_rebase(git)
    return _read_result(git, settings, stored_entry, git_result)


def _require_stopped(git: Git) -> StoredEntry:
    stored_entry = find_stopped_sync(git)
    if stored_entry is None:
        require_no_git_operation(git)
        raise Refused("no sync is stopped here", "hookkit sync")
    return stored_entry


def _old_commits(git: Git, entry: Entry) -> list[Commit]:
    return commits_above(git, entry.commit, entry.refs[0].old)


def _read_result(
    git: Git, settings: Settings, stored_entry: StoredEntry, git_result: GitResult
) -> SyncResult | StoppedSync:
    if not is_sync_rebase_under_way(git, stored_entry):
        return _conclude(git, settings, stored_entry, git_result.err)
    conflict_paths = tuple(sorted(unmerged_paths(git)))
    if not conflict_paths:
        require_no_commit_lost(git)
    commits = _old_commits(git, stored_entry.entry)
    picked = git.resolve("REBASE_HEAD")
    commit_number = next((index for index, each in enumerate(commits, 1) if each.id == picked), 0)
    target = target_without_fetch(git, settings, branch_of_sync(stored_entry.entry))
    return StoppedSync(
        branch_of_sync(stored_entry.entry),
        target.display_name if target else short_id(stored_entry.entry.commit),
        commits[commit_number - 1] if commit_number else None,
        commit_number,
        len(commits),
        conflict_paths,
        _last_line(git_result.err),
    )


def _conclude(
    git: Git, settings: Settings, stored_entry: StoredEntry, message: str = ""
) -> SyncResult:
    concluded = conclude_sync(git)
    if concluded is not None:
        return result_of_concluded_sync(git, settings, concluded)
    name = branch_of_sync(stored_entry.entry)
    if message:
        sentence = f"git has not begun to rebase {name}: {_last_line(message)}: nothing was changed"
        raise Refused(sentence, "git status")
    raise _already_aborted_refusal(name)


def abort_sync(git: Git) -> AbortedSync:
    """Abort the stopped sync, and restore the branch, the index and the files.

    Files that were edited meanwhile are stored as blobs. Raises Refused if no sync is stopped, the
    sync has ended, or an untracked file is in the way.
    """
    stored_entry = _require_stopped(git)
    topic_change, name = stored_entry.entry.refs[0], branch_of_sync(stored_entry.entry)
    if not is_sync_rebase_under_way(git, stored_entry):
        were_files_restored = restore_files_unless_rebase_started(git, stored_entry)
        if conclude_sync(git) is None:
            if were_files_restored:
                return AbortedSync(name, topic_change.old, (), "")
            raise _already_aborted_refusal(name)
        raise Refused(f"the sync of {name} has ended already", "hookkit undo")
    restored_files = differences(git, "HEAD", topic_change.old)
    incoming, leftovers = split_off_written_files(git, restored_files)
    require_no_untracked_in_way(git, incoming)
    tip = git.line("rev-parse", "HEAD")
    edited_files = _write_edits_as_blobs(git)
    with signals_blocked():
        remove_files_written_by_git(leftovers)
        git_result = abort_rebase(git)
    if is_sync_rebase_under_way(git, stored_entry):
        raise Refused(f"git does not give it up: {_last_line(git_result.err)}", "git status")
    conclude_sync(git)
    delete_remaining_untracked_files(
        git, [each for each in restored_files if each.new_entry is None]
    )
    return AbortedSync(
        name, topic_change.old, edited_files, tip if tip != stored_entry.entry.commit else ""
    )


def _write_edits_as_blobs(git: Git) -> tuple[tuple[bytes, str], ...]:
    """Store the files that were edited since git stopped; give each path with its blob."""
    assert git.top is not None
    # The tree that git checked out when it stopped, with conflict markers (since git 2.34).
    checked_out_tree = (
        "AUTO_MERGE" if git.try_run("cat-file", "-e", "AUTO_MERGE").code == 0 else "HEAD"
    )
    command = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", "--ignore-submodules")
    stored_edits = []
    for path in git.fields(*command, checked_out_tree, "--"):
        with suppress(FileUnavailable):
            data = read_file(git.top, path).data
            if data:
                stored_edits.append((path, write_blob(git, data)))
    return tuple(stored_edits)


def _already_aborted_refusal(name: str) -> Refused:
    return Refused(f"the sync of {name} was given up before: nothing is left of it", "hookkit sync")


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if not line.startswith("hint:")]
    return lines[-1] if lines else "no message"
