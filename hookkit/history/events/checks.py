"""What is judged at each event of git: which checks have something to say there, and what."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from hookkit.history.events.event_context import EventContext
from hookkit.history.judging.branch_context import with_target
from hookkit.history.judging.check_result import CheckResult, result_of, with_usable_repairs

EVENTS: Mapping[str, tuple[str, ...]] = {
    "pre-commit": ("branch-name", "protected-branch", "rebase-before-merge", "fixups"),
    "pre-merge-commit": ("rebase-before-merge", "fixups"),
    "commit-msg": ("ticket",),
    "post-checkout": ("branch-name",),
    "post-merge": ("history",),
    "pre-push": (
        "branch-name",
        "protected-branch",
        "rebase-before-merge",
        "history",
        "force-push",
        "fixups",
        "topic",
    ),
}
"""The events at which something is judged, each with its checks; a module here has the order."""


def judge(event: str, context: EventContext) -> CheckResult:
    """Judge an event, by the checks that ``context`` asks for.

    Raises WrongUsage for arguments and lines that git does not give to this event.
    """
    # One at a time: each event is paid for by whoever works, and needs few of the checks.
    module = import_module(f"{__package__}.{event.replace('-', '_')}")
    settings = with_target(context.git, context.settings)
    said = module.judge(context._replace(settings=settings))
    return with_usable_repairs(context.git, result_of(event, said))
