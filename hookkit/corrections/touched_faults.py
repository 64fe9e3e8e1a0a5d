"""What is new to the person who made a commit: the rest of an old file was told before."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import replace

from hookkit.corrections.fix_job import Result, touched_lines
from hookkit.corrections.jobs import Job, with_before
from hookkit.diff.ranges import overlaps
from hookkit.git.change import Change
from hookkit.git.runner import Git
from hookkit.pep8.outcome import FileOutcome
from hookkit.pep8.workers import NOT_REACHED


def only_new(git: Git, result: Result) -> Result:
    """Leave out what is withheld on lines that the commit did not touch."""
    changes = {each.path: each for each in result.job.changes}
    old = [changes[each.path] for each in result.outcomes if each.withheld]
    if not old:
        return result
    job = with_before(git, result.job, old)

    def told(change: Change, outcome: FileOutcome) -> FileOutcome:
        touched = touched_lines(change, job)
        withheld = [each for each in outcome.withheld if overlaps((each.first, each.last), touched)]
        return replace(outcome, withheld=tuple(withheld))

    outcomes = (
        told(changes[each.path], each) if each.withheld else each for each in result.outcomes
    )
    return result._replace(outcomes=tuple(outcomes))


def left_over(result: Result) -> tuple[str, ...]:
    """Give a note on the files that a hook did not reach, with the command that does the rest."""
    reasons = {each.path: each.skipped or "" for each in result.outcomes}
    left = [path for path, reason in reasons.items() if reason.startswith(NOT_REACHED)]
    if not left or result.job.commit is None:
        return ()
    files = "1 file" if len(left) == 1 else f"{len(left):,} files"
    return (f"{files} not looked at yet: {_rest(result.job, left)}",)


MOST_NAMES = 20
"""Files that are named one by one in a command to copy."""


def _rest(job: Job, left: Sequence[bytes]) -> str:
    """Give the command that looks at what was left; a rebase is more than its last commit."""
    if job.is_own and job.commit is not None:
        return f"hookkit run {job.commit.id[:7]}"
    if len(left) > MOST_NAMES:
        return "hookkit run --all-files"
    return shlex.join(["hookkit", "run", *(f"./{os.fsdecode(path)}" for path in left)])
