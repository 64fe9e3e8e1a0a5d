"""Shares of a whole as people see them: in percent, and as a bar."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉"
WIDTH = 16
"""Columns of a whole bar."""


def percent(count: int, of: int) -> str:
    """Give a share as ``83%``; only none is 0%, and only all is 100%. "" of nothing."""
    if not of:
        return ""
    return f"{count * 100 // of if count in (0, of) else min(max(round(count * 100 / of), 1), 99)}%"


def bar(count: int, of: int) -> str:
    """Draw a share as a bar of at most WIDTH columns."""
    whole, rest = divmod(count * WIDTH * 8 // of if of else 0, 8)
    return ("█" * whole + _EIGHTHS[rest]).rstrip()
