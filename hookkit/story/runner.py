"""The main job in its order: what changed, its fixes, the correction, where it is put."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hookkit.craft.fixing import Fixed, Task
from hookkit.doors.config import Settings
from hookkit.doors.git import Git
from hookkit.doors.pep8_config import OptionFinder
from hookkit.facts.changes import attributes
from hookkit.facts.commits import Commit, read_commit
from hookkit.facts.index import IndexLocked, is_locked
from hookkit.judgement.accept import accept
from hookkit.judgement.correction import Correction, expire, keep_correction
from hookkit.judgement.placement import Placed, place_in_worktree, top_of
from hookkit.story.jobs import Job
from hookkit.text.hunks import diff
from hookkit.text.lines import split
from hookkit.values.change import Change
from hookkit.values.errors import WrongUsage
from hookkit.values.fixed_file import FixedFile
from hookkit.values.outcome import FileOutcome, Outcome
from hookkit.values.words import Mode


@dataclass(frozen=True, slots=True)
class Result:
    """The fixed files of a job and the outcome of each."""

    job: Job
    files: tuple[FixedFile, ...]
    outcomes: tuple[FileOutcome, ...]


class Watch(Protocol):
    """Who looks on while files are fixed."""

    def tick(self) -> None:
        """Called again and again while there is nothing to do but wait."""

    def step(self, path: bytes) -> None:
        """Called when a file is done."""


def fix(git: Git, settings: Settings, job: Job, watch: Watch) -> Result:
    """Fix the files of a job. Nothing is written anywhere."""
    from hookkit.craft.workers import fix_all

    log = logging.getLogger(__name__)
    kept_out, tasks = _prepare(git, settings, job)
    outcomes = {path: FileOutcome(path, skipped=reason) for path, reason in kept_out.items()}
    fixed: dict[bytes, Fixed] = {}
    for each in fix_all(tasks, settings.time_limit, settings.jobs, watch.tick):
        path = each.outcome.path
        log.debug("%r: %d corrected", path, len(each.outcome.corrected))
        fixed[path] = each
        outcomes[path] = each.outcome
        watch.step(path)
    files = [
        FixedFile(change.path, change.mode, job.contents[change.blob], fixed[change.path].data)
        for change in job.changes
        if change.path in fixed and fixed[change.path].data != job.contents[change.blob]
    ]
    return Result(job, tuple(files), tuple(outcomes[change.path] for change in job.changes))


def _prepare(git: Git, settings: Settings, job: Job) -> tuple[dict[bytes, str], list[Task]]:
    """Sort the files into those kept out, with the reason, and the tasks."""
    from hookkit.craft.pep8 import is_excluded

    kept_out = attributes(git, [change.path for change in job.changes])
    finder = OptionFinder()
    tasks: list[Task] = []
    for change in job.changes:
        data = job.contents.get(change.blob)
        name = os.fsdecode(change.path)
        options = finder.find((git.top or git.git_dir) / name).options
        if change.path in kept_out:
            continue
        if data is None:
            kept_out[change.path] = "is not in this partial clone"
        elif len(data) > settings.max_bytes:
            kept_out[change.path] = f"has {len(data)} bytes, more than max_bytes allows"
        elif is_excluded(name, options):
            kept_out[change.path] = "is excluded by autopep8's configuration"
        else:
            touched = _touched(change, job) if settings.scope == "lines" else None
            tasks.append(Task(change.path, data, options, settings.safety, touched))
    return kept_out, tasks


def _touched(change: Change, job: Job) -> tuple[tuple[int, int], ...]:
    """Give the lines that differ from every parent."""
    new = split(job.contents[change.blob])
    lines: set[int] = set(range(1, len(new) + 1))
    for blob in change.before:
        lines &= _added(split(job.contents.get(blob, b"")), new)
    return tuple((line, line) for line in sorted(lines))


def _added(old: Sequence[bytes], new: Sequence[bytes]) -> set[int]:
    return {line + 1 for hunk in diff(new, old) for line in range(hunk.start, hunk.end)}


def check(settings: Settings, result: Result) -> Outcome:
    """Tell what a run would correct."""
    return Outcome(
        commit=result.job.commit.id if result.job.commit else None,
        subject=_subject(result.job),
        asked=settings.mode,
        files=result.outcomes,
    )


def _subject(job: Job) -> str:
    return job.commit.shown_subject if job.commit else job.subject


def place(git: Git, settings: Settings, result: Result, because: str | None = None) -> Outcome:
    """Keep the correction and put it where the settings say.

    ``because`` is a reason to leave it at the proposal, whatever the settings say.
    """
    outcome = check(settings, result)
    if not result.files:
        return outcome
    if result.job.commit is None:
        return _place_without_commit(git, settings, result)
    kept = keep_correction(git, result.job.commit, result.files, result.outcomes)
    expire(git, settings.keep_corrections, settings.keep_days, time.time())
    correction = Correction(read_commit(git, kept), result.job.commit)
    outcome = replace(outcome, correction=kept, done="propose")
    if settings.mode == "propose":
        return outcome
    because = because or _obstacle(git, settings.mode, result.job.commit)
    if because is not None:
        return replace(outcome, because=because)
    try:
        placed = _put(git, settings.mode, correction, result)
    except IndexLocked as error:
        return replace(outcome, because=error.message)
    return _with_placement(outcome, settings.mode, placed)


def _obstacle(git: Git, mode: Mode, commit: Commit) -> str | None:
    """Say why a correction must stay a proposal, if it must."""
    if git.top is None:
        return "this repository has no worktree"
    if is_locked(git):
        return "another git command holds the index"
    if mode != "worktree" and git.resolve("HEAD") != commit.id:
        return f"{commit.id[:10]} is not the last commit"
    return None


def _put(git: Git, mode: Mode, correction: Correction, result: Result) -> Placed:
    if mode == "worktree":
        return place_in_worktree(git, correction.corrected.id, result.files, mode)
    return accept(git, correction, "fixup" if mode == "fixup" else "commit")


def _place_without_commit(git: Git, settings: Settings, result: Result) -> Outcome:
    if settings.mode != "worktree":
        raise WrongUsage(
            f"{result.job.subject} are not committed: there is nothing to {settings.mode} them on",
            "hookkit run --mode worktree …",
        )
    placed = place_in_worktree(top_of(git), "", result.files, "worktree")
    return _with_placement(check(settings, result), "worktree", placed)


def _with_placement(outcome: Outcome, mode: Mode, placed: Placed) -> Outcome:
    files = tuple(
        replace(each, dropped=placed.dropped.get(each.path, ())) for each in outcome.files
    )
    because = "nothing of it has a place beside your other edits" if placed.is_empty else None
    done = outcome.done if placed.is_empty else mode
    return replace(outcome, done=done, because=because, placed=placed.commit, files=files)
