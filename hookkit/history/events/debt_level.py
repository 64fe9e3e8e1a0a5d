"""Whether an event asks for new debt, and what becomes of it."""

from __future__ import annotations

from hookkit.history.events.event_context import EventContext
from hookkit.history.finding import Level


def debt_level(context: EventContext) -> Level:
    """Give the level of the check, "off" where it is not asked for.

    flake8 takes longer than all else at a commit: without a setting it is asked where somebody has
    listed the hook of the check, or where the hook of all checks meets a baseline.
    """
    if not context.asks("debt"):
        return "off"
    configured = context.settings.checks.get("debt")
    if configured is not None:
        return configured
    is_asked = context.only == "debt" or _meets_baseline(context)
    return "refuse" if is_asked else "off"


def _meets_baseline(context: EventContext) -> bool:
    if context.variables.get("PRE_COMMIT") != "1":
        return False
    from hookkit.debt.baseline import NAME
    from hookkit.git.index import read_index

    return bool(read_index(context.git, [NAME.encode()]))
