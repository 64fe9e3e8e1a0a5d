"""The level of the check for new debt at an event."""

from __future__ import annotations

from hookkit.history.events.event_context import EventContext
from hookkit.history.finding import Level


def debt_check_level(context: EventContext) -> Level:
    """Give the level of the check, "off" if the check is not asked for.

    flake8 takes longer than all other checks of a commit. Without a setting, it runs only if the
    hook ``hookkit-debt`` is listed, or if pre-commit runs all checks in a repository with a
    baseline.
    """
    if not context.is_requested("debt"):
        return "off"
    configured = context.settings.checks.get("debt")
    if configured is not None:
        return configured
    is_requested = context.requested_check == "debt" or _has_baseline(context)
    return "refuse" if is_requested else "off"


def _has_baseline(context: EventContext) -> bool:
    if context.variables.get("PRE_COMMIT") != "1":
        return False
    from hookkit.git.index import read_index
    from hookkit.settings.definitions import BASELINE_FILE

    return bool(read_index(context.git, [BASELINE_FILE.encode()]))
