"""Run the checks of an event, of which only the module of that event is imported."""

from __future__ import annotations

from importlib import import_module

from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.check_runs.replace_repairs import with_repairs_without_autostash
from hookkit.history.events.event_context import EventContext
from hookkit.history.refs.target_branch import with_target_protected


def run_event_checks(event: str, context: EventContext) -> CheckResult:
    """Run the checks of an event that ``context`` asks for.

    Raises WrongUsage for arguments and lines that git does not give to this event.
    """
    # Only the module of this event is imported: a person waits for the hook.
    name = event.replace("-", "_")
    check_event = getattr(import_module(f"{__package__}.{name}"), f"check_{name}")
    settings = with_target_protected(context.git, context.settings)
    results = check_event(context._replace(settings=settings))
    return with_repairs_without_autostash(context.git, collect_results(event, results))
