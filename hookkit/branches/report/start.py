"""The report of ``hookkit start``, and the rows on remotes and submodules of ``hookkit sync``."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable

from hookkit.branches.remote_tracking_branch import RemoteTrackingBranch
from hookkit.branches.start import StartedBranch
from hookkit.git.refs import REMOTES
from hookkit.history.checks.finding_phrases import join_commands
from hookkit.history.refs.branch_names import without_remote
from hookkit.phrases import age, path_text, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row, title_note


def start_rows(started_branch: StartedBranch, is_dry: bool = False) -> list[Row]:
    """Give the rows for a branch that was created, or would be in a dry run."""
    verb = "would begin" if is_dry else "began"
    title = row(
        ("title", f"hookkit {verb} {started_branch.branch}"),
        f" at {started_branch.target}, ",
        ("code", short_id(started_branch.commit_id)),
    )
    rows = [
        title,
        *remote_age_rows(
            [started_branch.tracking_branch] if started_branch.tracking_branch else []
        ),
    ]
    if started_branch.branches_of_ticket:
        is_or_are = "are" if len(started_branch.branches_of_ticket) > 1 else "is"
        names = ", ".join(started_branch.branches_of_ticket)
        rows.append(title_note(f"{names} {is_or_are} for the same ticket already"))
    rows += [
        *_detached_commit_rows(started_branch.detached_commit),
        *submodule_rows(started_branch.submodules),
    ]
    return rows + next_step_rows(_steps(started_branch, is_dry))


def _detached_commit_rows(commit: str | None) -> list[Row]:
    """Name the commit of a detached HEAD that would be lost."""
    if commit is None:
        return []
    name = short_id(commit)
    return [title_note(f"{name}, where you were, is on no branch: git branch NEW-BRANCH {name}")]


def submodule_rows(paths: tuple[bytes, ...]) -> list[Row]:
    """Name the submodules that stay at their old commit."""
    names = ", ".join(map(path_text, paths))
    return [title_note(f"{names} stays as it was: git submodule update")] if paths else []


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


def remote_age_rows(branches: Iterable[RemoteTrackingBranch]) -> list[Row]:
    """Give a note for each remote branch that was not fetched: the age of its local copy."""
    now = int(time.time())
    return [title_note(_age_sentence(each, now)) for each in branches if not each.is_fetched]


def _age_sentence(branch: RemoteTrackingBranch, now: int) -> str:
    name = branch.ref.removeprefix(REMOTES)
    when = "some time ago" if branch.fetched_at is None else age(branch.fetched_at, now)
    answer = "did not name it" if branch.is_missing else "was not asked"
    if branch.problem:
        answer = f"did not answer ({branch.problem})"
    return f"{branch.remote} {answer}: {name} is as of {when}"
