"""Stretches of time as people say them."""

from __future__ import annotations

from datetime import datetime, timezone

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def lasting(seconds: float) -> str:
    """Give a time in the unit that people would take: ``40 minutes``, ``5.5 hours``."""
    if seconds < _HOUR:
        return _in(seconds / _MINUTE, "minute", 0)
    if seconds < 2 * _DAY:
        return _in(seconds / _HOUR, "hour", 1)
    return _in(seconds / _DAY, "day", 1 if seconds < 10 * _DAY else 0)


def _in(number: float, unit: str, places: int) -> str:
    shown = f"{number:,.{places}f}".removesuffix(".0")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def day_of(seconds: int) -> str:
    """Give the day of a time in seconds UTC: ``2026-11-24``."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d")
