"""The report of a sync that stopped in a conflict, or was aborted, with the next commands."""

from __future__ import annotations

import os

from hookkit.branches.sync.sync_results import AbortedSync, StoppedSync
from hookkit.git.runner import Git
from hookkit.git.worktree import path_from_current_folder
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC, CONTINUE_SYNC
from hookkit.phrases import path_text, plural, quote_subject, shell_word, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row, title_note

_ABORT_STEP = NextStep("give up", ABORT_SYNC, "=", "git rebase --abort")
_CONTINUE_STEP = NextStep("go on", CONTINUE_SYNC, "=", "git rebase --continue")
_MAX_LISTED_FILES = 20


def stopped_sync_rows(git: Git, stopped_sync: StoppedSync) -> list[Row]:
    """Give the rows for a stopped sync: its commit, the files in conflict, the next commands."""
    title: StyledText = ("title", f"hookkit stopped in the sync of {stopped_sync.branch}")
    commit_rows = []
    if stopped_sync.commit is not None:
        position = f"commit {stopped_sync.commit_number} of {stopped_sync.commit_count}, "
        name = f" {quote_subject(stopped_sync.commit.shown_subject)}"
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
    return [*rows, *next_step_rows(_steps(git, stopped_sync))]


def _steps(git: Git, stopped_sync: StoppedSync) -> list[NextStep]:
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
