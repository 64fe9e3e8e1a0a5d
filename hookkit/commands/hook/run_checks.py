"""The checks of an event: what they find is told on stderr, and may stop what git does."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hookkit.boundary import guarded, guarded_event
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.events.event_context import EventContext, run_event_checks
from hookkit.log.logger import Logger
from hookkit.settings.environment import variables
from hookkit.settings.events import HOOK_CHECKS, events_of
from hookkit.settings.schema import Settings


def check_event(
    git: Git, settings: Settings, event: str, args: Sequence[str], stdin_lines: str
) -> int:
    """Run all checks of an event; give 1 where something is refused."""
    context = EventContext(git, settings, variables(), args, stdin_lines)
    return _report(event, run_event_checks(event, context))


def run_one_check(git: Git, settings: Settings, args: Sequence[str]) -> int:
    """Run one check, at the event that pre-commit or prek runs it for.

    ``args`` are the name of the check and the files that came with it. Raises WrongUsage where
    no check has that name.
    """
    from hookkit.history.events.framework import MANUAL_RUN, as_git_hook_context, event_of

    name, *files = args or [""]
    if name not in HOOK_CHECKS:
        known = ", ".join(HOOK_CHECKS)
        raise WrongUsage(f"there is no check {name!r} (checks: {known})", "hookkit hook --check")
    context = EventContext(git, settings, variables(), files, only=name)
    event = event_of(context)
    if event == MANUAL_RUN:
        # No git command waits for the result: what could not be checked has not passed.
        return guarded(lambda: _check_range(context))
    hook_context = as_git_hook_context(event, context)
    if hook_context is None or event not in events_of(name):
        return 0
    return guarded_event(event, lambda: _report(event, run_event_checks(event, hook_context)))


def _check_range(context: EventContext) -> int:
    from hookkit.history.events.requested_range import check_range, has_no_unknown

    checked = check_range(context)
    return _report("pre-push", checked) or (0 if has_no_unknown(checked) else 1)


def _report(event: str, checked: CheckResult) -> int:
    Logger(__name__).info(
        "%s: %s", event, ", ".join(each.rule for each in checked.findings) or "nothing found"
    )
    if checked.findings or checked.notes:
        from hookkit.history.report.findings import event_rows
        from hookkit.terminal.output import say

        # Whoever reads the output of `git push` does not expect us there.
        say(event_rows(event, checked), sys.stderr)
    return 1 if checked.is_refused else 0
