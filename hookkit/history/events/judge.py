"""An event of git, judged by the module that is named for it."""

from __future__ import annotations

from importlib import import_module

from hookkit.history.events.event_context import EventContext
from hookkit.history.judging.branch_context import with_target
from hookkit.history.judging.check_result import CheckResult, result_of, with_usable_repairs


def judge(event: str, context: EventContext) -> CheckResult:
    """Judge an event, by the checks that ``context`` asks for.

    Raises WrongUsage for arguments and lines that git does not give to this event.
    """
    # One at a time: each event is paid for by whoever works, and needs few of the checks.
    module = import_module(f"{__package__}.{event.replace('-', '_')}")
    settings = with_target(context.git, context.settings)
    said = module.judge(context._replace(settings=settings))
    return with_usable_repairs(context.git, result_of(event, said))
