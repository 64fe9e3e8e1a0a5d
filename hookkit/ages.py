"""Times as people say them: how long something lasted, how long ago it was, on which day."""

from __future__ import annotations

import time

from hookkit.phrases import counted

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_UNITS = (
    ("year", "y", 365 * _DAY),
    ("month", "mo", 30 * _DAY),
    ("week", "w", 7 * _DAY),
    ("day", "d", _DAY),
    ("hour", "h", _HOUR),
    ("minute", "min", _MINUTE),
)


def duration(seconds: float) -> str:
    """Give a time in the unit that people would take: ``40 minutes``, ``5.5 hours``."""
    if seconds < _HOUR:
        return _in(seconds / _MINUTE, "minute", 0)
    if seconds < 2 * _DAY:
        return _in(seconds / _HOUR, "hour", 1)
    return _in(seconds / _DAY, "day", 1 if seconds < 10 * _DAY else 0)


def _in(number: float, unit: str, places: int) -> str:
    shown = f"{number:,.{places}f}".removesuffix(".0")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def age(then: int, now: int) -> str:
    """Give how long ago ``then`` was, in the largest unit that fits: ``3 days ago``.

    Both times are in seconds.
    """
    for unit, _, size in _UNITS:
        if now - then >= size:
            return f"{counted((now - then) // size, unit)} ago"
    return "just now"


def short_age(then: int, now: int) -> str:
    """Give what ``age`` gives, for a narrow column: ``3 d``, ``now``."""
    for _, unit, size in _UNITS:
        if now - then >= size:
            return f"{(now - then) // size} {unit}"
    return "now"


def date_of(seconds: int) -> str:
    """Give the day of a time in seconds, in UTC: ``2026-11-24``.

    It is "" for a time that no calendar has: git takes any number for a time.
    """
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(seconds))
    except (ValueError, OverflowError, OSError):
        return ""
