"""Phrases that messages share: ids, subjects, numbers of things, paths, lines, times, values."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

MAX_SUBJECT = 50
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_UNITS = (
    ("year", "y", 365 * _DAY),
    ("month", "mo", 30 * _DAY),
    ("week", "w", 7 * _DAY),
    ("day", "d", _DAY),
    ("hour", "h", _HOUR),
    ("minute", "min", _MINUTE),
)
MAX_RANGES = 8


def short_id(commit: str) -> str:
    """Abbreviate the id of a commit for people."""
    return commit[:7]


def plural(number: int, noun: str) -> str:
    """Give ``1 file`` or ``2 files``."""
    return " ".join(number_and_noun(number, noun))


def number_and_noun(number: int, noun: str) -> tuple[str, str]:
    """Give ``1`` and ``file``, or ``2`` and ``files``."""
    return f"{number:,}", noun if number == 1 else f"{noun}s"


def quote_subject(subject: str) -> str:
    """Give the subject of a commit in quotes, cut off after MAX_SUBJECT characters."""
    if len(subject) > MAX_SUBJECT:
        subject = subject[: MAX_SUBJECT - 1].rstrip() + "…"
    return f'"{subject}"'


def names_phrase(names: Sequence[str], limit: int, noun: str = "file") -> str:
    """Give the first ``limit`` names and the number of the others; ``noun`` is what they name."""
    shown = ", ".join(names[:limit])
    hidden = len(names) - limit
    return f"{shown} and {plural(hidden, f'more {noun}')}" if hidden > 0 else shown


def escape_unprintable(name: str) -> str:
    r"""Give a name as it is printed in a sentence: line ends become ``\n``.

    Bytes that are not UTF-8, which are surrogates in the name, become ``\x`` and two digits.
    """
    if name.isprintable():
        return name
    return "".join(each if each.isprintable() else _escape(each) for each in name)


def _escape(character: str) -> str:
    is_byte = "\udc80" <= character <= "\udcff"
    return (
        f"\\x{ord(character) - 0xDC00:x}"
        if is_byte
        else character.encode("unicode_escape").decode()
    )


def shell_word(text: str) -> str:
    """Write a name as one word of bash, zsh and the other shells that people type into.

    It is one line: a name with unprintable characters is written as ``$'…'``.
    """
    if text.isprintable():
        import shlex

        return shlex.quote(text)
    inner = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{escape_unprintable(inner)}'"


def path_text(path: bytes) -> str:
    """Decode a path of git; bytes that are not UTF-8 become surrogates."""
    return path.decode("utf-8", "surrogateescape")


def paths_phrase(paths: Iterable[bytes], limit: int | None = None) -> str:
    """Name paths in a sentence, each in one line: the first ``limit``, and how many others exist.

    If ``limit`` is None, all paths are named.
    """
    names = [escape_unprintable(path_text(each)) for each in paths]
    return names_phrase(names, len(names) if limit is None else limit)


def lines_phrase(lines: Iterable[int]) -> str:
    """Give ``line 20``, ``lines 4, 9, 12-15`` or, for a long list, its start and ``5 more``."""
    ranges = _consecutive_ranges(lines)
    shown = ", ".join(
        f"{first}" if first == last else f"{first}-{last}" for first, last in ranges[:MAX_RANGES]
    )
    hidden = sum(last - first + 1 for first, last in ranges[MAX_RANGES:])
    noun = "line" if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else "lines"
    return f"{noun} {shown} and {hidden:,} more" if hidden else f"{noun} {shown}"


def _consecutive_ranges(lines: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1] = (ranges[-1][0], line)
        else:
            ranges.append((line, line))
    return ranges


def percent(count: int, total: int) -> str:
    """Give a share as ``83%``: 0% only for none, 100% only for all, "" if ``total`` is 0."""
    if not total:
        return ""
    if count in (0, total):
        return f"{count * 100 // total}%"
    return f"{min(max(round(count * 100 / total), 1), 99)}%"


def close_match(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate that ``word`` was probably meant to be; None if none is close."""
    import difflib

    return next(iter(difflib.get_close_matches(word, list(candidates), 1)), None)


def did_you_mean(word: str, candidates: Iterable[str], name_of: Callable[[str], str] = str) -> str:
    """Give "; did you mean …?" if one of ``candidates`` is close to ``word``, else "".

    ``name_of`` gives the printed form of a candidate.
    """
    close = close_match(word, candidates)
    return f"; did you mean {name_of(close)}?" if close else ""


def duration(seconds: float) -> str:
    """Give a time in a readable unit: ``40 minutes``, ``5.5 hours``."""
    if seconds < _HOUR:
        return _plural_unit(seconds / _MINUTE, "minute", 0)
    if seconds < 2 * _DAY:
        return _plural_unit(seconds / _HOUR, "hour", 1)
    return _plural_unit(seconds / _DAY, "day", 1 if seconds < 10 * _DAY else 0)


def _plural_unit(number: float, unit: str, decimals: int) -> str:
    shown = f"{number:,.{decimals}f}".removesuffix(".0")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def age(timestamp: int, now: int) -> str:
    """Give how long ago ``timestamp`` was, in the largest unit that fits: ``3 days ago``.

    Both times are in seconds.
    """
    for unit, _, size in _UNITS:
        if now - timestamp >= size:
            return f"{plural((now - timestamp) // size, unit)} ago"
    return "just now"


def short_age(timestamp: int, now: int) -> str:
    """Give an age as ``age`` does, for a narrow column: ``3 d``, ``now``."""
    for _, unit, size in _UNITS:
        if now - timestamp >= size:
            return f"{(now - timestamp) // size} {unit}"
    return "now"


def date_of(seconds: int) -> str:
    """Give the day of a time in seconds, in UTC: ``2026-11-24``.

    "" for a time beyond the calendar, because git accepts any number as a time.
    """
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(seconds))
    except (ValueError, OverflowError, OSError):
        return ""


def format_value(value: object) -> str:
    """Write a value on one line for people: as JSON, a list in brackets."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(format_value, value))}]"
    import json

    return json.dumps(value, ensure_ascii=False)
