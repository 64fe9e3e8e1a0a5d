"""``hookkit run``: the main job by hand, for a commit, a range, the index or files."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click

from hookkit.craft.patch import patch_of
from hookkit.doors import config, log
from hookkit.doors.config import Settings
from hookkit.doors.git import Git
from hookkit.facts.state import operation
from hookkit.report.progress import Progress
from hookkit.report.told import tell, tell_check
from hookkit.report.voice import say
from hookkit.story.jobs import Job, of_all, of_commit, of_index, of_paths, of_range
from hookkit.story.runner import check, fix, place
from hookkit.values.errors import WrongUsage


@click.command()
@click.argument("what", nargs=-1, metavar="[COMMIT | A..B | PATH...]")
@click.option("--staged", is_flag=True, help="Look at what is staged.")
@click.option("--all-files", is_flag=True, help="Look at every .py file of HEAD.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print a patch.")
@click.option("--mode", type=click.Choice(["propose", "worktree", "fixup", "commit"]))
@click.option("--scope", type=click.Choice(["file", "lines"]))
@click.option("--safety", type=click.Choice(["strict", "off"]))
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
    """Correct a commit (HEAD by default), what a range changed, the index, or files."""
    git = Git.discover()
    log.configure(git)
    settings = config.load(git, {"mode": mode, "scope": scope, "safety": safety})
    job = _job(git, settings, what, staged, all_files)
    with Progress(len(job.changes)) as progress:
        result = fix(git, settings, job, progress)
    if only_check or as_diff:
        outcome = check(settings, result)
        if as_diff:
            sys.stdout.flush()
            sys.stdout.buffer.write(patch_of(git, result.files))
            sys.stdout.buffer.flush()
        say(tell_check(outcome), sys.stderr if as_diff else None)
        return 1 if only_check and result.files else 0
    under_way = operation(git)
    outcome = place(git, settings, result, f"{under_way} is under way" if under_way else None)
    say(tell(outcome))
    return 0


def _job(git: Git, settings: Settings, what: tuple[str, ...], staged: bool, all_files: bool) -> Job:
    if staged + all_files + bool(what) > 1:
        raise WrongUsage("--staged, --all-files and names exclude each other", "hookkit run --help")
    if staged:
        return of_index(git, settings)
    if all_files:
        return of_all(git, settings)
    return _named(git, settings, what)


def _named(git: Git, settings: Settings, what: tuple[str, ...]) -> Job:
    if not what:
        return of_commit(git, settings, "HEAD")
    if len(what) > 1:
        return of_paths(git, settings, what)
    name = what[0]
    is_path = Path(name).exists()
    if ".." in name and not is_path:
        old, _, new = name.replace("...", "..").partition("..")
        return of_range(git, settings, old or "HEAD", new or "HEAD")
    is_commit = git.resolve(name) is not None
    if is_path and is_commit:
        raise WrongUsage(f"{name!r} is a commit and a file", f"hookkit run ./{name}")
    return of_commit(git, settings, name) if is_commit else of_paths(git, settings, what)
