"""Rules that need a pattern of the team, which may take too long to match."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hookkit.history.finding import Finding
from hookkit.history.judging.check_result import FindingOrNote
from hookkit.settings.bounded_pattern import SlowPattern


def attempted(
    rule: str, place: str, judge: Callable[[], Iterable[FindingOrNote]]
) -> list[FindingOrNote]:
    """Give what ``judge`` says; where a pattern takes too long it is unknown, and why is told.

    ``rule`` is the rule that needs the pattern, ``place`` what it is asked about.
    """
    try:
        return [*judge()]
    except SlowPattern as slow:
        return [Finding(rule, "unknown", "warn", place, slow.message, slow.repair)]
