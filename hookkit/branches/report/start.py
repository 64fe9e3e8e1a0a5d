"""The report of ``hookkit start``."""

from __future__ import annotations

import shlex

from hookkit.branches.report.remote_and_submodule_notes import remote_age_rows, submodule_rows
from hookkit.branches.start import StartedBranch
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.refs.branch_names_and_protection import without_remote
from hookkit.phrases import short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row, title_note


def start_rows(started_branch: StartedBranch, is_dry: bool = False) -> list[Row]:
    """Give the rows for a branch that was created, or would be in a dry run."""
    verb = "would begin" if is_dry else "began"
    title = row(
        ("title", f"hookkit {verb} {started_branch.branch}"),
        f" at {started_branch.target}, ",
        ("code", short_id(started_branch.commit_id)),
    )
    rows = [title]
    if started_branch.tracking_branch is not None:
        rows += remote_age_rows([started_branch.tracking_branch])
    if started_branch.branches_of_ticket:
        is_or_are = "are" if len(started_branch.branches_of_ticket) > 1 else "is"
        names = ", ".join(started_branch.branches_of_ticket)
        rows.append(title_note(f"{names} {is_or_are} for the same ticket already"))
    if started_branch.commit_without_ref is not None:
        name = short_id(started_branch.commit_without_ref)
        branch = f"git branch NEW-BRANCH {name}"
        rows.append(title_note(f"{name}, where you were, is on no branch: {branch}"))
    rows += submodule_rows(started_branch.submodules)
    return rows + next_step_rows(_steps(started_branch, is_dry))


def _steps(started_branch: StartedBranch, is_dry: bool) -> list[NextStep]:
    push = NextStep("push", "hookkit push", "when there is something to push")
    steps = [push] if started_branch.can_push else []
    steps = [] if is_dry else [*steps, NextStep("take back", "hookkit undo")]
    if started_branch.branches_of_ticket:
        switch = f"git switch {shlex.quote(without_remote(started_branch.branches_of_ticket[0]))}"
        steps.append(
            NextStep("instead", switch if is_dry else join_commands("hookkit undo", switch))
        )
    return steps
