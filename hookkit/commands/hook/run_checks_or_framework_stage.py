"""Run the checks of an event or, under a framework, do the work of its stage.

Findings are reported on stderr, and may stop git.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hookkit.diagnostic_log.write_log import Logger
from hookkit.error_boundary import run_catching_errors, run_hook_catching_errors
from hookkit.errors import WrongUsage
from hookkit.git.operation_in_progress import is_rebase_or_am, operation_in_progress
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.events.event_context import EventContext
from hookkit.history.events.run_event_checks import run_event_checks
from hookkit.hook_events import WORKTREE_CHECKS, find_event
from hookkit.settings.definitions import Settings
from hookkit.settings.environment_variables import copy_environment


def check_event(
    git: Git, settings: Settings, event_name: str, args: Sequence[str], hook_input: str
) -> int:
    """Run all checks of an event, and give the exit status: 1 if something is refused."""
    context = EventContext(git, settings, copy_environment(), args, hook_input)
    return _report_result(git, event_name, run_event_checks(event_name, context))


def run_one_check(git: Git, settings: Settings, args: Sequence[str]) -> int:
    """Run one check at the event for which pre-commit or prek runs it, and give the exit status.

    ``args`` are the name of the check and the files that follow it. Raises WrongUsage if no check
    has that name.
    """
    name, *files = args or [""]
    if name not in WORKTREE_CHECKS:
        known = ", ".join(WORKTREE_CHECKS)
        raise WrongUsage(f"there is no check {name!r} (checks: {known})", "hookkit hook --check")
    return _run_checks_under_framework(
        EventContext(git, settings, copy_environment(), files, requested_check=name)
    )


def run_stage(git: Git, settings: Settings, files: Sequence[str]) -> int:
    """Do all work of the stage at which pre-commit or prek runs this process.

    ``files`` contains the file of the commit message, or is empty. Gives the exit status.
    """
    return _run_checks_under_framework(EventContext(git, settings, copy_environment(), files))


def _run_checks_under_framework(context: EventContext) -> int:
    from hookkit.history.events.framework_event import (
        MANUAL_EVENT,
        find_framework_event,
        git_hook_context,
        may_commit,
    )

    event_name = find_framework_event(context)
    event = find_event(event_name)
    if event_name == MANUAL_EVENT or event is None:
        # No git command waits for the result, so a check that could not run has not passed.
        return run_catching_errors(lambda: _check_framework_range(context))
    if context.requested_check == "debt" and event_name == "pre-commit" and not may_commit(context):
        return run_catching_errors(lambda: _check_worktree(context))
    hook_context = git_hook_context(event_name, context)
    if hook_context is None or context.requested_check not in (None, *event.checks):
        return 0
    if event.action == "correct":
        return run_hook_catching_errors(event_name, lambda: _correct_and_report(context))
    git = context.git
    return run_hook_catching_errors(
        event_name,
        lambda: _report_result(git, event_name, run_event_checks(event_name, hook_context)),
    )


def _check_framework_range(context: EventContext) -> int:
    from hookkit.history.check_runs.check_result import are_all_answers_known
    from hookkit.history.events.check_framework_range import check_framework_range
    from hookkit.history.events.framework_event import manual_checks

    checks, is_correcting = manual_checks(context)
    if is_correcting:
        _correct_and_report(context)
    checked, error = check_framework_range(context, checks)
    status = _report_result(context.git, "pre-push", checked) or (
        0 if are_all_answers_known(checked) else 1
    )
    if error is not None:
        raise error
    return status


def _check_worktree(context: EventContext) -> int:
    """Check the debt of all files in the worktree: ``--all-files`` asks so if none is staged."""
    from hookkit.history.check_runs.check_result import collect_results
    from hookkit.history.checks.debt import worktree_debt

    found = worktree_debt(context.git, context.debt_level())
    return _report_result(context.git, "pre-commit", collect_results("the worktree", found))


def _correct_and_report(context: EventContext) -> int:
    from hookkit.commands.hook.correct_commits import correct_under_pre_commit_or_prek

    correct_under_pre_commit_or_prek(context.git, context.settings)
    return 0


def _report_result(git: Git, event_name: str, checked: CheckResult) -> int:
    Logger(__name__).info(
        "%s: %s", event_name, ", ".join(each.rule for each in checked.findings) or "nothing found"
    )
    if checked.findings or checked.notes:
        from hookkit.history.report.finding_rows import event_rows
        from hookkit.terminal.output import print_rows, start_line

        if is_rebase_or_am(operation_in_progress(git)):
            start_line(sys.stderr)
        # On stderr, because readers of the output of `git push` do not expect our rows there.
        print_rows(event_rows(event_name, checked), sys.stderr)
    return 1 if checked.is_refused else 0
