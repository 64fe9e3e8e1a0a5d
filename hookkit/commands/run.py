"""``hookkit run``: correct a commit, what a range changed, the index, or files."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import rich_click as click

from hookkit.commands.run_stdin import run_stdin
from hookkit.commands.shared.cluster_option import cluster_option, connect_remote_fixer
from hookkit.commands.shared.open_repository import open_repository
from hookkit.corrections.accept import can_amend
from hookkit.corrections.commit_or_file_arguments import files_of_arguments, parse_range
from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    all_files_of_commit,
    files_of_commit,
    files_of_index,
)
from hookkit.corrections.fix_files import FixResult, fix_files, fix_for_outcomes
from hookkit.corrections.keep_and_place import keep_and_place, place_spread
from hookkit.corrections.patch import patch_of
from hookkit.corrections.report.run import (
    MAX_FILES,
    found_nothing_rows,
    run_rows,
    short_rows,
    would_correct_rows,
)
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.run_outcome import Outcome, outcome_of
from hookkit.errors import WrongUsage
from hookkit.formats.registry import RUN_FORMATS
from hookkit.git.commits import read_commit
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.settings import effective_settings, environment_variables
from hookkit.settings.choice_types import Mode, Safety, Scope
from hookkit.settings.definitions import Settings
from hookkit.terminal.output import print_rows, write_raw
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import Row

if TYPE_CHECKING:
    from hookkit.pep8.fix_processes import RemoteFixer

    FixFunction = Callable[[Git, Settings, FilesToFix, Progress, RemoteFixer | None], FixResult]


class _Options(NamedTuple):
    """The options of the command line."""

    names: tuple[str, ...]
    staged: bool
    all_files: bool
    overrides: dict[str, object]
    only_check: bool
    as_diff: bool
    output_format: str | None
    is_quiet: bool
    is_verbose: bool
    stdin_file: str | None
    cluster: str | None

    def repeat_command(self, **overrides: str) -> str:
        """Give the command that repeats this one, with some other settings."""
        flags = ["--staged"] * self.staged + ["--all-files"] * self.all_files
        for name, value in {**self.overrides, **overrides}.items():
            flags += [f"--{name}", str(value)] if value is not None else []
        flags += ["--cluster", self.cluster] if self.cluster is not None else []
        dashes = ["--"] if any(name.startswith("-") for name in self.names) else []
        return shlex.join(["hookkit", "run", *flags, *dashes, *self.names])


@click.command()
@click.argument("names", nargs=-1, metavar="[COMMIT | A..B | PATH... | -]")
@click.option("--staged", is_flag=True, help="Look at what is staged.")
@click.option("--all-files", is_flag=True, help="Look at every .py file of HEAD.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.option("--diff", "as_diff", is_flag=True, help="Change nothing; print a patch.")
@click.option("--mode", type=click.Choice(get_args(Mode)), help="Where the correction is put.")
@click.option("--scope", type=click.Choice(get_args(Scope)), help="All of a file, or new lines.")
@click.option("--safety", type=click.Choice(get_args(Safety)), help="off: whatever autopep8 gives.")
@click.option(
    "--format", "output_format", type=click.Choice(list(RUN_FORMATS)), help="For programs."
)
@click.option("-q", "--quiet", "is_quiet", is_flag=True, help="Say in one line what was done.")
@click.option("-v", "--verbose", "is_verbose", is_flag=True, help="Name every file.")
@click.option(
    "--stdin-filename",
    "stdin_file",
    metavar="FILE",
    help="With -: correct stdin as the content of FILE and write it to stdout.",
)
@cluster_option
def command(
    names: tuple[str, ...],
    staged: bool,
    all_files: bool,
    only_check: bool,
    as_diff: bool,
    mode: str | None,
    scope: str | None,
    safety: str | None,
    output_format: str | None,
    is_quiet: bool,
    is_verbose: bool,
    stdin_file: str | None,
    cluster: str | None,
) -> int:
    """Correct a commit (HEAD by default), what a range changed, the index, or files.

    A range with --mode fixup gets a fixup! for each of its commits. Ends with 1 where --check finds
    something, or where a correction could not be put where it should be.
    """
    overrides: dict[str, object] = {"mode": mode, "scope": scope, "safety": safety}
    if is_quiet and is_verbose:
        raise WrongUsage("-q and -v exclude each other", "hookkit run --help")
    output_options = (only_check, as_diff, output_format, is_quiet, is_verbose, stdin_file, cluster)
    return _run(_Options(names, staged, all_files, overrides, *output_options))


def _run(options: _Options) -> int:
    if options.stdin_file is not None or options.names == ("-",):
        return _run_stdin(options)
    if options.output_format and options.as_diff:
        raise WrongUsage("--diff and --format exclude each other", "hookkit run --help")
    is_by_framework = environment_variables.runs_under_pre_commit()
    if is_by_framework and environment_variables.is_switched_off():
        return 0
    git = open_repository()
    settings = effective_settings.load_settings(git, options.overrides)
    if is_by_framework and not settings.enabled:
        return 0
    files_to_fix = _find_files(git, settings, options)
    if options.only_check or options.as_diff:
        fix_function = fix_files if options.as_diff else fix_for_outcomes
        return _show_without_placing(
            git,
            settings,
            _fix_with_progress(fix_function, git, settings, files_to_fix, options),
            options,
        )
    settings = _placeable_settings(settings, files_to_fix, options)
    return _place_correction(
        git, settings, _fix_with_progress(fix_files, git, settings, files_to_fix, options), options
    )


def _run_stdin(options: _Options) -> int:
    repair = "hookkit run --stdin-filename FILE - < FILE"
    if options.stdin_file is None:
        raise WrongUsage("- is stdin, which needs the name of a file", repair)
    if options.names != ("-",):
        raise WrongUsage("--stdin-filename needs -, and no other name", repair)
    other_options = options._replace(names=(), stdin_file=None, overrides={})
    if any(other_options) or options.overrides["mode"] is not None:
        sentence = "--stdin-filename goes with --safety and --scope, and with no other option"
        raise WrongUsage(sentence, repair)
    return run_stdin(options.stdin_file, options.overrides)


def _find_files(git: Git, settings: Settings, options: _Options) -> FilesToFix:
    if options.staged + options.all_files + bool(options.names) > 1:
        raise WrongUsage("--staged, --all-files and names exclude each other", "hookkit run --help")
    if options.staged:
        return files_of_index(git, settings)
    if options.names:
        return files_of_arguments(git, settings, options.names)
    require_commit(git)
    return (
        all_files_of_commit(git, settings)
        if options.all_files
        else files_of_commit(git, settings, "HEAD")
    )


def _placeable_settings(
    settings: Settings, files_to_fix: FilesToFix, options: _Options
) -> Settings:
    """Give the settings for files; without a commit a correction can only go to the worktree.

    Raises WrongUsage if ``--mode`` asks for another place.
    """
    if (
        files_to_fix.commit is None and options.overrides["mode"] is None
    ):  # the setting is for commits
        return settings._replace(mode="worktree")
    if files_to_fix.commit is None and settings.mode != "worktree":
        raise WrongUsage(
            f"{files_to_fix.description} can have no {settings.mode}: it belongs to no commit yet",
            options.repeat_command(mode="worktree"),
        )
    return settings


def _fix_with_progress(
    fix_function: FixFunction,
    git: Git,
    settings: Settings,
    files_to_fix: FilesToFix,
    options: _Options,
) -> FixResult:
    """Run ``fix_files`` or ``fix_for_outcomes``, with a progress bar, here or on a cluster."""
    with connect_remote_fixer(options.cluster, settings.jobs) as (remote_fixer, label):
        with Progress(len(files_to_fix.changes), label) as progress:
            return fix_function(git, settings, files_to_fix, progress, remote_fixer)


def _show_without_placing(
    git: Git, settings: Settings, result: FixResult, options: _Options
) -> int:
    outcome = outcome_of(git, settings, result)._replace(path_to_top=_path_to_top(git))
    if options.output_format:
        write_raw(RUN_FORMATS[options.output_format](outcome))
    else:
        if options.as_diff:
            write_raw(patch_of(git, result.files))
        if options.is_quiet:
            rows = short_rows(outcome)
        elif outcome.has_nothing_to_report:
            rows = found_nothing_rows(outcome)
        else:
            rows = would_correct_rows(outcome, options.repeat_command())
        print_rows(rows, sys.stderr if options.as_diff else None)
    return 1 if options.only_check and outcome.corrected_fault_count else 0


def _place_correction(git: Git, settings: Settings, result: FixResult, options: _Options) -> int:
    operation = operation_in_progress(git)
    reason_to_only_propose = f"{operation} is under way" if operation else None
    commit_range = parse_range(options.names)
    if commit_range and settings.mode == "fixup":
        outcome, rows = _place_as_fixups(
            git, settings, result, commit_range[0], reason_to_only_propose
        )
    else:
        max_files = None if options.is_verbose else MAX_FILES
        outcome, rows = _place(git, settings, result, reason_to_only_propose, max_files)
    if options.output_format:
        write_raw(RUN_FORMATS[options.output_format](outcome))
    else:
        if options.is_quiet:
            rows = short_rows(outcome)
        elif outcome.has_nothing_to_report:
            rows = found_nothing_rows(outcome)
        print_rows(rows)
    is_placed = not outcome.corrected_fault_count or outcome.actual_mode == outcome.requested_mode
    return 0 if is_placed and not any(each.dropped for each in outcome.files) else 1


def _path_to_top(git: Git) -> str:
    """Give the relative path to the top level, "" if that is the current folder."""
    path = "." if git.top is None else os.path.relpath(git.top.resolve(), Path.cwd().resolve())
    return "" if path == "." else path + "/"


def _place(
    git: Git,
    settings: Settings,
    result: FixResult,
    reason_to_only_propose: str | None,
    max_files: int | None,
) -> tuple[Outcome, list[Row]]:
    commit = result.files_to_fix.commit
    is_last = commit is None or commit.id == git.resolve("HEAD")
    outcome = outcome_of(git, settings, result)
    placed = keep_and_place(git, settings, result, outcome, reason_to_only_propose)
    is_amendable = commit is None or (is_last and can_amend(git, commit))
    outcome = placed._replace(
        is_last=is_last, is_amendable=is_amendable, path_to_top=_path_to_top(git)
    )
    return outcome, run_rows(outcome, max_files)


def _place_as_fixups(
    git: Git, settings: Settings, result: FixResult, old: str, reason_to_only_propose: str | None
) -> tuple[Outcome, list[Row]]:
    since = read_commit(git, old).id
    outcome, spread = place_spread(git, settings, result, since, reason_to_only_propose)
    if spread is not None and spread.commits:
        return outcome, spread_rows(outcome, spread)
    return outcome, run_rows(outcome)
