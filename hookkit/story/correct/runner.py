"""The beginning of the main job: the files of a job fixed. Nothing is written anywhere."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from hookkit.craft.fixing import Fixed, Task, mended
from hookkit.doors.config import Settings
from hookkit.doors.git import Git
from hookkit.doors.pep8_config import OptionFinder
from hookkit.facts.files.changes import attributes
from hookkit.story.correct.jobs import Job
from hookkit.text.hunks import diff
from hookkit.text.lines import split
from hookkit.text.ranges import Ranges
from hookkit.values.change import Change
from hookkit.values.fixed_file import FixedFile
from hookkit.values.outcome import Fault, FileOutcome, Outcome


class Result(NamedTuple):
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


def fix(
    git: Git, settings: Settings, job: Job, watch: Watch, within: float = float("inf")
) -> Result:
    """Fix the files of a job, as many as can be fixed ``within`` so many seconds.

    Nothing is written anywhere.
    """
    from hookkit.craft.workers import Limits, fix_all

    log = logging.getLogger(__name__)
    kept_out, tasks = _prepare(git, settings, job)
    for path, reason in kept_out.items():
        log.debug("%r: left alone: %s", path, reason)
    outcomes = {path: FileOutcome(path, skipped=reason) for path, reason in kept_out.items()}
    fixed: dict[bytes, Fixed] = {}
    limits = Limits.from_now(settings.time_limit, within)
    for each in fix_all(tasks, limits, settings.jobs, watch.tick):
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

    kept_out = {**job.kept_out, **attributes(git, [change.path for change in job.changes])}
    finder = OptionFinder()
    tasks: list[Task] = []
    for change in job.changes:
        data = job.contents.get(change.blob)
        name = os.fsdecode(change.path)
        options = finder.find((git.top or git.git_dir) / name).options
        if change.path in kept_out:
            continue
        if data is None or (settings.scope == "lines" and _lacks_a_parent(change, job, git)):
            kept_out[change.path] = "is not in this partial clone"
        elif len(data) > settings.max_bytes:
            kept_out[change.path] = f"has {len(data)} bytes, more than max_bytes allows"
        elif is_excluded(name, options):
            kept_out[change.path] = "is excluded by autopep8's configuration"
        else:
            touched = touched_lines(change, job) if settings.scope == "lines" else None
            safety, refused = settings.safety, job.refused
            tasks.append(Task(change.path, data, options, safety, touched, refused))
    return kept_out, tasks


def _lacks_a_parent(change: Change, job: Job, git: Git) -> bool:
    return any(blob not in job.contents for blob in change.before if blob != git.null)


def touched_lines(change: Change, job: Job) -> Ranges:
    """Give the lines of a change that differ from every parent, which the job must hold."""
    new = split(job.contents[change.blob])
    lines: set[int] = set(range(1, len(new) + 1))
    for blob in change.before:
        lines &= _added(split(job.contents.get(blob, b"")), new)
    return tuple((line, line) for line in sorted(lines))


def _added(old: Sequence[bytes], new: Sequence[bytes]) -> set[int]:
    return {line + 1 for hunk in diff(new, old) for line in range(hunk.start, hunk.end)}


def recounted(git: Git, result: Result, files: Sequence[FixedFile]) -> Result:
    """Give the result with the faults that ``files`` mend, and no others.

    A correction that was kept may be less than what a run would correct now.
    """
    finder = OptionFinder()
    by_path = {file.path: file for file in files}

    def faults(path: bytes) -> tuple[Fault, ...]:
        file = by_path.get(path)
        options = finder.find((git.top or git.git_dir) / os.fsdecode(path)).options
        return mended(file.base, file.fixed, options) if file else ()

    told = tuple(replace(each, corrected=faults(each.path)) for each in result.outcomes)
    return result._replace(outcomes=told)


def check(settings: Settings, result: Result) -> Outcome:
    """Tell what a run would correct."""
    return Outcome(
        commit=result.job.commit.id if result.job.commit else None,
        subject=_subject(result.job),
        asked=settings.mode,
        files=result.outcomes,
        parents=len(result.job.commit.parents) if result.job.commit else 1,
    )


def _subject(job: Job) -> str:
    return job.commit.shown_subject if job.commit else job.subject
