"""``hookkit run``: the main job by hand, for a commit, a range, the index or files."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

import rich_click as click

from hookkit.craft.patch import patch_of
from hookkit.doors import config, log
from hookkit.doors.config import Settings
from hookkit.doors.git import Git
from hookkit.facts.commits import read_commit
from hookkit.facts.state import operation
from hookkit.report.nothing import nothing_rows
from hookkit.report.progress import Progress
from hookkit.report.raw import write_raw
from hookkit.report.spread import spread_rows
from hookkit.report.told import tell, tell_check
from hookkit.report.voice import say
from hookkit.story.begun import check_begun
from hookkit.story.jobs import Job, of_all, of_commit, of_index, of_paths, of_range
from hookkit.story.place import place, place_spread
from hookkit.story.runner import Result, check, fix
from hookkit.values.errors import WrongUsage
from hookkit.values.outcome import Outcome
from hookkit.values.words import Mode, Safety, Scope


class _Asked(NamedTuple):
    """What the command line asked for, but for what is done with it."""

    what: tuple[str, ...]
    staged: bool
    all_files: bool
    overrides: dict[str, object]

    def command(self, **overrides: str) -> str:
        """Give the command that asks for the same, with some settings of its own."""
        flags = ["--staged"] * self.staged + ["--all-files"] * self.all_files
        for name, value in {**self.overrides, **overrides}.items():
            flags += [f"--{name}", str(value)] if value is not None else []
        dashes = ["--"] if any(name.startswith("-") for name in self.what) else []
        return shlex.join(["hookkit", "run", *flags, *dashes, *self.what])


@click.command()
@click.argument("what", nargs=-1, metavar="[COMMIT | A..B | PATH...]")
@click.option("--staged", is_flag=True, help="Look at what is staged.")
@click.option("--all-files", is_flag=True, help="Look at every .py file of HEAD.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print a patch.")
@click.option("--mode", type=click.Choice(get_args(Mode)), help="Where the correction is put.")
@click.option("--scope", type=click.Choice(get_args(Scope)), help="All of a file, or new lines.")
@click.option("--safety", type=click.Choice(get_args(Safety)), help="off: whatever autopep8 gives.")
def command(
    what: tuple[str, ...],
    staged: bool,
    all_files: bool,
    only_check: bool,
    as_diff: bool,
    mode: str | None,
    scope: str | None,
    safety: str | None,
) -> int:
    """Correct a commit (HEAD by default), what a range changed, the index, or files.

    Ends with 1 where --check finds something, or where a correction could not be put where it
    should be.
    """
    asked = _Asked(what, staged, all_files, {"mode": mode, "scope": scope, "safety": safety})
    git = Git.discover()
    log.configure(git)
    settings = config.load(git, asked.overrides)
    job = _job(git, settings, asked)
    if only_check or as_diff:
        return _show(git, settings, _fixed(git, settings, job), asked, only_check, as_diff)
    if job.commit is None and mode is None:  # the setting is about commits
        settings = replace(settings, mode="worktree")
    if job.commit is None and settings.mode != "worktree":
        raise WrongUsage(
            f"{job.subject} can have no {settings.mode}: it belongs to no commit yet",
            asked.command(mode="worktree"),
        )
    span = _span(asked.what)
    if span and settings.mode == "fixup":
        return _spread(git, settings, _fixed(git, settings, job), span[0])
    return _put(git, settings, _fixed(git, settings, job))


def _fixed(git: Git, settings: Settings, job: Job) -> Result:
    with Progress(len(job.changes)) as progress:
        return fix(git, settings, job, progress)


def _show(
    git: Git, settings: Settings, result: Result, asked: _Asked, only_check: bool, as_diff: bool
) -> int:
    outcome = check(settings, result)
    if as_diff:
        write_raw(patch_of(git, result.files))
    rows = nothing_rows(outcome) if outcome.is_silent else tell_check(outcome, asked.command())
    say(rows, sys.stderr if as_diff else None)
    return 1 if only_check and result.files else 0


def _put(git: Git, settings: Settings, result: Result) -> int:
    commit = result.job.commit
    is_last = commit is None or commit.id == git.resolve("HEAD")
    under_way = operation(git)
    because = f"{under_way} is under way" if under_way else None
    outcome = replace(place(git, settings, result, because), is_last=is_last)
    say(nothing_rows(outcome) if outcome.is_silent else tell(outcome))
    return _status(outcome)


def _spread(git: Git, settings: Settings, result: Result, old: str) -> int:
    under_way = operation(git)
    because = f"{under_way} is under way" if under_way else None
    since = read_commit(git, old).id
    outcome, spread = place_spread(git, settings, result, since, because)
    if spread is not None and spread.commits:
        say(spread_rows(outcome, spread))
    else:
        say(nothing_rows(outcome) if outcome.is_silent else tell(outcome))
    return _status(outcome)


def _status(outcome: Outcome) -> int:
    is_placed = not outcome.corrected or outcome.done == outcome.asked
    return 0 if is_placed and not any(each.dropped for each in outcome.files) else 1


def _job(git: Git, settings: Settings, asked: _Asked) -> Job:
    if asked.staged + asked.all_files + bool(asked.what) > 1:
        raise WrongUsage("--staged, --all-files and names exclude each other", "hookkit run --help")
    if asked.staged:
        return of_index(git, settings)
    if asked.what:
        return _named(git, settings, asked.what)
    check_begun(git)
    return of_all(git, settings) if asked.all_files else of_commit(git, settings, "HEAD")


def _named(git: Git, settings: Settings, what: Sequence[str]) -> Job:
    name = what[0]
    is_path = os.path.lexists(name)
    if len(what) > 1 or _is_path_alone(name):
        return of_paths(git, settings, what)
    span = _span(what)
    if span:
        return of_range(git, settings, *span)
    is_commit = git.resolve(name) is not None
    if is_path and is_commit:
        raise WrongUsage(
            f"{name} is the name of a commit and of a file: say {name}^0 for the commit",
            shlex.join(["hookkit", "run", f"./{name}"]),
        )
    return of_commit(git, settings, name) if is_commit else of_paths(git, settings, what)


def _span(what: Sequence[str]) -> tuple[str, str] | None:
    """Give the two ends of a range, if it is one that is named."""
    name = what[0] if len(what) == 1 else ""
    if ".." not in name or _is_path_alone(name) or os.path.lexists(name):
        return None
    old, _, new = name.replace("...", "..").partition("..")
    return old or "HEAD", new or "HEAD"


def _is_path_alone(name: str) -> bool:
    """Whether a name can be no commit and no range, as git reads them."""
    return name in (".", "..") or name.startswith(("./", "../", "/")) or "/../" in name
