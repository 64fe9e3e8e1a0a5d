"""The small phrases that every message shares: ids, subjects, numbers of things, names."""

from __future__ import annotations

from collections.abc import Sequence

MOST_SUBJECT = 50


def short(commit: str) -> str:
    """Give an id of a commit as short as people read it."""
    return commit[:7]


def counted(number: int, noun: str) -> str:
    """Give ``1 file`` or ``2 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def quoted(subject: str) -> str:
    """Give the subject of a commit in quotes, not longer than a good subject is."""
    if len(subject) > MOST_SUBJECT:
        subject = subject[: MOST_SUBJECT - 1].rstrip() + "…"
    return f'"{subject}"'


def name_list(names: Sequence[str], most: int) -> str:
    """Give the first ``most`` names and how many more files there are."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return f"{shown} and {counted(rest, 'more file')}" if rest > 0 else shown
