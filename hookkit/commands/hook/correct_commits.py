"""Correct a new commit, or commits of a rebase or of resolved conflicts, and report.

commit → changes → contents (``files_to_fix``) → fixed files (``fix_files``, each by
``pep8.fix_file``) → correction → placement (``keep_and_place``) → report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    files_of_commit,
    files_of_range,
    files_of_rebase,
)
from hookkit.corrections.fix_files import (
    FixResult,
    NoProgress,
    fix_files_in_hook,
    limit_withheld_to_touched_lines,
)
from hookkit.corrections.run_outcome import Outcome, outcome_of
from hookkit.diagnostic_log.write_log import Logger
from hookkit.git.operation_in_progress import is_rebase_or_am, operation_in_progress
from hookkit.git.runner import Git
from hookkit.hook_events import MANUAL_STAGE
from hookkit.settings import definitions, environment_variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.terminal.rows import Row


def correct_after_event(
    git: Git, settings: definitions.Settings, event_name: str, args: Sequence[str], hook_input: str
) -> None:
    """Correct the new commit (post-commit) or the rewritten ones (post-rewrite), and report."""
    if event_name == "post-commit":
        _after_commit(git, settings)
    elif args[:1] == ["rebase"]:
        old_new_pairs = [line.split()[:2] for line in hook_input.splitlines() if line.strip()]
        # A commit that the rebase kept was corrected when it was made.
        rewritten = list(dict.fromkeys(new for old, new in old_new_pairs if new != old))
        if rewritten:
            files_to_fix = files_of_rebase(git, settings, rewritten)
            _fix_and_place(git, settings, files_to_fix, "a rebase has just ended")


def correct_under_pre_commit_or_prek(git: Git, settings: definitions.Settings) -> None:
    """Do the work of ``correct_after_event`` under pre-commit or prek.

    They pass on neither git's arguments nor its stdin. If a person asks for a range or a commit by
    hand, the corrections are only reported.
    """
    from hookkit.shims.called_by_pre_commit_or_prek import find_pre_commit_or_prek_call

    requested_range = environment_variables.pre_commit_range()
    command = os.environ.get("PRE_COMMIT_REWRITE_COMMAND")
    call = find_pre_commit_or_prek_call(os.environ)
    if requested_range is not None:
        old, new = requested_range
        _report_only(git, settings, files_of_range(git, settings, old, new), f"{old}..{new}")
    elif command is not None:
        from hookkit.git.rebase_state import read_rewritten_list

        correct_after_event(git, settings, "post-rewrite", [command], read_rewritten_list(git))
    elif call.stage in (MANUAL_STAGE, "post-rewrite"):
        _report_only(git, settings, files_of_commit(git, settings, "HEAD"), "HEAD")
    else:
        _after_commit(git, settings)


def _after_commit(git: Git, settings: definitions.Settings) -> None:
    operation = operation_in_progress(git)
    if is_rebase_or_am(operation):
        # post-rewrite corrects when the operation has ended: an edit now would break the next pick.
        Logger(__name__).info("left alone: %s is under way", operation)
        return
    reason = f"{operation} is under way" if operation else _reason_under_pre_commit()
    _fix_and_place(git, settings, files_of_commit(git, settings, "HEAD"), reason)


def correct_resolved_commits(
    git: Git, settings: definitions.Settings, commits: Sequence[str]
) -> None:
    """Propose corrections for commits in which a person has resolved a conflict, and report.

    ``commits`` are ids. A commit that has a kept correction already is left as it is.
    """
    from hookkit.corrections.correction_refs import CORRECTION_REFS

    for each in commits:
        if git.resolve(CORRECTION_REFS + each) is None:
            files_to_fix = files_of_commit(git, settings, each)
            _fix_and_place(git, settings, files_to_fix, "a rebase has just ended")


def _reason_under_pre_commit() -> str | None:
    if not environment_variables.runs_under_pre_commit():
        return None
    from hookkit.shims.called_by_pre_commit_or_prek import find_pre_commit_or_prek_call

    framework = find_pre_commit_or_prek_call(os.environ).framework
    return f"{framework} hides your other edits while it runs its hooks"


def _report_only(
    git: Git, settings: definitions.Settings, files_to_fix: FilesToFix, name: str
) -> None:
    """Report the corrections of ``name`` and keep none: on a CI server nobody accepts any."""
    from hookkit.corrections.report.run import would_correct_rows

    outcome = outcome_of(git, settings, _fix_with_progress(git, settings, files_to_fix))
    Logger(__name__).info("%s: %d to correct", name, outcome.corrected_fault_count)
    import shlex

    _print_report(would_correct_rows(outcome, shlex.join(["hookkit", "run", name])))


def _fix_and_place(
    git: Git,
    settings: definitions.Settings,
    files_to_fix: FilesToFix,
    reason_to_only_propose: str | None,
) -> None:
    result = limit_withheld_to_touched_lines(git, _fix_with_progress(git, settings, files_to_fix))
    outcome = outcome_of(git, settings, result)
    if not result.files and outcome.has_nothing_to_report:
        Logger(__name__).info("%s: nothing to correct", outcome.commit)
        return
    from hookkit.corrections.keep_and_place import keep_and_place

    outcome = keep_and_place(git, settings, result, outcome, reason_to_only_propose)
    # During an operation more commits follow, and a command about HEAD would mean another commit.
    operation = operation_in_progress(git)
    outcome = outcome._replace(is_last=operation is None)
    if outcome.has_nothing_to_report:
        return
    if is_rebase_or_am(operation):
        from hookkit.terminal.output import start_line

        start_line()
    _print_report(_report_rows(settings, outcome), is_short=settings.quiet)


def _report_rows(settings: definitions.Settings, outcome: Outcome) -> Sequence[Row]:
    """Give the report; on a terminal it is no longer than the screen."""
    from hookkit.corrections.report.run import run_rows, run_rows_within_height, short_rows
    from hookkit.terminal.output import terminal_height

    if settings.quiet:
        return short_rows(outcome)
    height = terminal_height()
    return run_rows(outcome) if height is None else run_rows_within_height(outcome, height)


def _fix_with_progress(
    git: Git, settings: definitions.Settings, files_to_fix: FilesToFix
) -> FixResult:
    if sys.stderr is None or not sys.stderr.isatty():  # no terminal to show progress on
        return fix_files_in_hook(git, settings, files_to_fix, NoProgress())
    from hookkit.terminal.progress import Progress

    with Progress(len(files_to_fix.changes)) as progress:
        return fix_files_in_hook(git, settings, files_to_fix, progress)


def _print_report(rows: Sequence[Row], is_short: bool = False) -> None:
    from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit
    from hookkit.terminal.output import print_rows
    from hookkit.terminal.rows import row

    own_command = shell_command_of_hookkit()
    # In an editor, or outside of hookkit's environment, a shell would not find `hookkit`.
    is_found = own_command == "hookkit" or is_short
    print_rows(rows if is_found else [*rows, row(("dim", f"hookkit is {own_command}"))])
