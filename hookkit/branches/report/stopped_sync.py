"""The report of a sync that stopped in a conflict, or was aborted, with the next commands."""

from __future__ import annotations

import os

from hookkit.branches.sync.sync_results import AbortedSync, StoppedInConflict
from hookkit.git.runner import Git
from hookkit.git.worktree import path_from_current_folder
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC, CONTINUE_SYNC
from hookkit.phrases import path_text, plural, quote_subject, shell_word, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_rows, row, title_note

_ABORT_STEP = NextStep("give up", ABORT_SYNC, "=", "git rebase --abort")
_CONTINUE_STEP = NextStep("go on", CONTINUE_SYNC, "=", "git rebase --continue")
_MAX_NAMED = 20


def stopped_sync_rows(git: Git, stopped: StoppedInConflict) -> list[Row]:
    """Give the rows for a stopped sync: its commit, the files in conflict, the next commands."""
    title: StyledText = ("title", f"hookkit stopped in the sync of {stopped.branch}")
    commit_rows = []
    if stopped.commit is not None:
        position = f"commit {stopped.commit_number} of {stopped.commit_count}, "
        name = f" {quote_subject(stopped.commit.shown_subject)}"
        commit_rows = [row(position, ("code", short_id(stopped.commit.id)), name, indent=1)]
    if not stopped.paths:
        rows = [row(title, f": git says {quote_subject(stopped.message)}"), *commit_rows]
        return [*rows, *next_rows([NextStep("look", "git status"), _CONTINUE_STEP, _ABORT_STEP])]
    files = plural(len(stopped.paths), "file")
    rows = [row(title, f": {files} in conflict with {stopped.target}"), *commit_rows]
    shown_paths = stopped.paths[:_MAX_NAMED]
    rows += [row(("path", path_text(path)), indent=2) for path in shown_paths]
    unlisted_count = len(stopped.paths) - len(shown_paths)
    if unlisted_count:
        rows.append(row(f"and {unlisted_count:,} more", indent=2))
    return [*rows, *next_rows(_steps(git, stopped))]


def _steps(git: Git, stopped: StoppedInConflict) -> list[NextStep]:
    names = [path_from_current_folder(git, os.fsdecode(path)) for path in stopped.paths]
    add = f"git add -- {shell_word(names[0])}" if len(names) == 1 else "git add FILE"
    return [
        NextStep("look", "git diff"),
        NextStep(
            "resolve", add, "once you have edited it" if len(names) == 1 else "each, once edited"
        ),
        _CONTINUE_STEP,
        _ABORT_STEP,
    ]


def aborted_sync_rows(aborted: AbortedSync) -> list[Row]:
    """Give the rows for an aborted sync, with the commands that show edits and commits of it."""
    title = (
        f": {aborted.branch} is at {short_id(aborted.old_tip)} again, and all is as it was before"
    )
    rows = [row(("title", "hookkit gave up the sync"), title)]
    for path, blob in aborted.edited_files:
        show = f"git show {short_id(blob)}"
        rows.append(title_note(f"{path_text(path)} as you had edited it: {show}"))
    if aborted.last_rewritten_id:
        sentence = (
            f"the commits that were made already: git log {short_id(aborted.last_rewritten_id)}"
        )
        rows.append(title_note(sentence))
    return rows + next_rows([NextStep("again", "hookkit sync --resolve")])
