"""The events that are judged: what was found is told on stderr, and may stop what git does."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from hookkit.boundary import guarded, guarded_event
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.history.checking.check_result import CheckResult
from hookkit.history.events.event_context import EventContext, judge
from hookkit.settings.environment import variables
from hookkit.settings.events import HOOK_CHECKS, events_of
from hookkit.settings.schema import Settings


def judge_event(git: Git, settings: Settings, event: str, args: Sequence[str], lines: str) -> int:
    """Judge an event by all of its checks; give 1 where something is refused."""
    return _report(event, judge(event, EventContext(git, settings, variables(), args, lines)))


def judge_check(git: Git, settings: Settings, args: Sequence[str]) -> int:
    """Judge by one check, at the event that pre-commit or prek runs it for.

    ``args`` are the name of the check and the files that came with it. Raises WrongUsage for a
    check that there is none of.
    """
    from hookkit.history.events.framework import ASKED, as_git_tells, event_of

    name, *files = args or [""]
    if name not in HOOK_CHECKS:
        known = ", ".join(HOOK_CHECKS)
        raise WrongUsage(f"there is no check {name!r} (checks: {known})", "hookkit hook --check")
    context = EventContext(git, settings, variables(), files, only=name)
    event = event_of(context)
    if event == ASKED:
        # There is no git that would go on: what could not be judged has not passed.
        return guarded(lambda: _judge_range(context))
    hook_context = as_git_tells(event, context)
    if hook_context is None or event not in events_of(name):
        return 0
    return guarded_event(event, lambda: _report(event, judge(event, hook_context)))


def _judge_range(context: EventContext) -> int:
    from hookkit.history.events.requested_range import is_judged, judge_range

    checked = judge_range(context)
    return _report("pre-push", checked) or (0 if is_judged(checked) else 1)


def _report(event: str, checked: CheckResult) -> int:
    logging.getLogger(__name__).info(
        "%s: %s", event, ", ".join(each.rule for each in checked.findings) or "nothing found"
    )
    if checked.findings or checked.notes:
        from hookkit.history.report.findings import event_rows
        from hookkit.terminal.output import say

        # Whoever reads the output of `git push` does not expect us there.
        say(event_rows(event, checked), sys.stderr)
    return 1 if checked.is_refused else 0
