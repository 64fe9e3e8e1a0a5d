"""The report of ``hookkit sync``: done, stopped in a conflict or aborted, and the next commands."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

from hookkit.branches.report.remote_and_submodule_notes import remote_age_rows, submodule_rows
from hookkit.branches.rewritten_commits import GIT_NOTES_NOT_COPIED
from hookkit.branches.sync.sync_results import AbortedSync, StoppedSync, SyncResult
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC, CONTINUE_SYNC
from hookkit.phrases import path_text, plural, quote_subject, shell_word, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row, title_note

_MAX_LISTED_COMMITS = 20
_MAX_LISTED_FILES = 20

_ABORT_STEP = NextStep("give up", ABORT_SYNC, "=", "git rebase --abort")
_CONTINUE_STEP = NextStep("go on", CONTINUE_SYNC, "=", "git rebase --continue")


def sync_rows(result: SyncResult, is_dry: bool = False) -> list[Row]:
    """Give the rows for a sync, or for a dry run of one."""
    rows = [_TITLES[result.outcome](result, is_dry), *_commit_rows(result)]
    rows += [title_note(each) for each in _remarks(result, is_dry)]
    rows += [*submodule_rows(result.submodules), *remote_age_rows(result.tracking_branches)]
    return rows + next_step_rows(_steps_after_sync(result, is_dry))


def _up_to_date_row(result: SyncResult, is_dry: bool) -> Row:
    ahead_words = (
        f", with {plural(result.ahead_count, 'commit')} of its own" if result.ahead_count else ""
    )
    title = f"hookkit found {result.branch} up to date"
    return row(("title", title), f": {result.target} has nothing new{ahead_words}")


def _merged_row(result: SyncResult, is_dry: bool) -> Row:
    title = f"hookkit found {result.branch} merged"
    return row(("title", title), f": {result.target} has all of it, and nothing was changed")


def _fast_forwarded_row(result: SyncResult, is_dry: bool) -> Row:
    verb = "would move" if is_dry else "moved"
    title = f"hookkit {verb} {result.branch} forward"
    return row(("title", title), f" by {plural(result.behind_count, 'commit')}, to {result.target}")


def _rebased_row(result: SyncResult, is_dry: bool) -> Row:
    verb = "would rebase" if is_dry else "rebased"
    new_commits = sum(each.new_tree is not None for each in result.replayed_commits)
    title = f"hookkit {verb} {plural(new_commits, 'commit')}"
    behind_words = (
        f", which had {plural(result.behind_count, 'commit')} more" if result.behind_count else ""
    )
    dry = ": nothing was changed" if is_dry else ""
    return row(("title", title), f" of {result.branch} on {result.target}{behind_words}{dry}")


_TITLES = {
    "up_to_date": _up_to_date_row,
    "merged": _merged_row,
    "fast_forwarded": _fast_forwarded_row,
    "rebased": _rebased_row,
}


def _commit_rows(result: SyncResult) -> list[Row]:
    """Name the commits that were dropped or have another change now."""
    dropped_commits = [each.old_commit for each in result.replayed_commits if each.new_tree is None]
    dropped = [each for each in dropped_commits if len(each.parents) == 1]
    merges = [each for each in dropped_commits if len(each.parents) > 1]
    left_out = [each for each in dropped if each.id in result.left_out_ids]
    dropped = [each for each in dropped if each.id not in result.left_out_ids]
    changed_commits = [
        each.old_commit
        for each in result.replayed_commits
        if each.new_tree is not None and not each.has_same_change
    ]
    squashed, squash_commit = dropped[:0], ""
    if result.squash_merge is not None:
        squashed_count, commit = result.squash_merge.commit_count, result.squash_merge.squash_commit
        squashed, dropped = dropped[:squashed_count], dropped[squashed_count:]
        squash_commit = f"{short_id(commit.id)} {quote_subject(commit.decoded_subject)}"
    return [
        *_named_rows(squashed, f"dropped: {result.target} has its change in {squash_commit}"),
        *_named_rows(dropped, f"dropped: {result.target} has its change already"),
        *_named_rows(left_out, "left out: there is no commit of it any more"),
        *_named_rows(merges, f"dropped: a merge of {result.target}, which the branch contains"),
        *_named_rows(changed_commits, "its change came out different: look at it"),
    ]


def _named_rows(commits: Sequence[Commit], remark: str) -> list[Row]:
    rows = [
        row(
            ("code", short_id(each.id)),
            f"  {quote_subject(each.decoded_subject)}  ",
            ("warn", remark.partition(":")[0]),
            *([":" + remark.partition(":")[2]] if ":" in remark else []),
            indent=1,
        )
        for each in commits[:_MAX_LISTED_COMMITS]
    ]
    unlisted_count = len(commits) - _MAX_LISTED_COMMITS
    return [*rows, row(f"and {unlisted_count:,} more", indent=1)] if unlisted_count > 0 else rows


def _remarks(result: SyncResult, is_dry: bool) -> list[str]:
    if result.outcome != "rebased":
        return []
    moved = "would move along" if is_dry else "moved along"
    remarks = [f"{name} {moved}" for name in result.stacked_branches]
    remarks += [
        f"{name} stays: another worktree is on it" for name in result.branches_in_other_worktrees
    ]
    remarks += [f"{name} still has the old commits" for name in result.other_branches]
    remarks += [f"{name} stays: {result.target} has all of it" for name in result.merged_branches]
    if result.has_lost_git_notes:
        remarks.append(GIT_NOTES_NOT_COPIED)
    return remarks


def _steps_after_sync(result: SyncResult, is_dry: bool) -> list[NextStep]:
    if result.outcome == "up_to_date":
        return []
    if result.outcome == "merged":
        return [NextStep("delete", _delete_command(result))]
    if is_dry:
        return [NextStep("do it", "hookkit sync")]
    old = short_id(result.old_tip)
    steps = [NextStep("push", each, "the old commits are pushed") for each in result.push_commands]
    if result.outcome == "rebased" and result.new_tip is not None:
        look = f"git range-diff {short_id(result.onto)} {old} {short_id(result.new_tip)}"
        steps.insert(0, NextStep("look", look))
    reset_command = "" if result.stacked_branches else f"git reset --keep {old}"
    return [
        *steps,
        NextStep("take back", "hookkit undo", "=" if reset_command else "", reset_command),
    ]


def _delete_command(result: SyncResult) -> str:
    destination = (
        [result.branch_to_switch_to]
        if result.branch_to_switch_to
        else ["--detach", short_id(result.onto)]
    )
    switch, delete = ["git", "switch", *destination], ["git", "branch", "-D", result.branch]
    return f"{shlex.join(switch)} && {shlex.join(delete)}"


def stopped_sync_rows(git: Git, stopped_sync: StoppedSync) -> list[Row]:
    """Give the rows for a stopped sync: its commit, the files in conflict, the next commands."""
    title: StyledText = ("title", f"hookkit stopped in the sync of {stopped_sync.branch}")
    commit_rows = []
    if stopped_sync.commit is not None:
        position = f"commit {stopped_sync.commit_number} of {stopped_sync.commit_count}, "
        name = f" {quote_subject(stopped_sync.commit.decoded_subject)}"
        commit_rows = [row(position, ("code", short_id(stopped_sync.commit.id)), name, indent=1)]
    if not stopped_sync.paths:
        rows = [row(title, f": git says {quote_subject(stopped_sync.message)}"), *commit_rows]
        return [
            *rows,
            *next_step_rows([NextStep("look", "git status"), _CONTINUE_STEP, _ABORT_STEP]),
        ]
    files = plural(len(stopped_sync.paths), "file")
    rows = [row(title, f": {files} in conflict with {stopped_sync.target}"), *commit_rows]
    shown_paths = stopped_sync.paths[:_MAX_LISTED_FILES]
    rows += [row(("path", path_text(path)), indent=2) for path in shown_paths]
    unlisted_count = len(stopped_sync.paths) - len(shown_paths)
    if unlisted_count:
        rows.append(row(f"and {unlisted_count:,} more", indent=2))
    return [*rows, *next_step_rows(_steps_to_resolve(git, stopped_sync))]


def _steps_to_resolve(git: Git, stopped_sync: StoppedSync) -> list[NextStep]:
    names = [path_from_current_folder(git, os.fsdecode(path)) for path in stopped_sync.paths]
    add = f"git add -- {shell_word(names[0])}" if len(names) == 1 else "git add FILE"
    return [
        NextStep("look", "git diff"),
        NextStep(
            "resolve", add, "once you have edited it" if len(names) == 1 else "each, once edited"
        ),
        _CONTINUE_STEP,
        _ABORT_STEP,
    ]


def aborted_sync_rows(aborted_sync: AbortedSync) -> list[Row]:
    """Give the rows for an aborted sync, with the commands that show edits and commits of it."""
    old_tip = short_id(aborted_sync.old_tip)
    sentence = f": {aborted_sync.branch} is at {old_tip} again, and all is as it was before"
    rows = [row(("title", "hookkit gave up the sync"), sentence)]
    for path, blob in aborted_sync.edited_files:
        show = f"git show {short_id(blob)}"
        rows.append(title_note(f"{path_text(path)} as you had edited it: {show}"))
    if aborted_sync.last_rewritten_id:
        log_command = f"git log {short_id(aborted_sync.last_rewritten_id)}"
        rows.append(title_note(f"the commits that were made already: {log_command}"))
    return rows + next_step_rows([NextStep("again", "hookkit sync --resolve")])
