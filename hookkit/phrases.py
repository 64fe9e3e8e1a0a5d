"""The phrases that all messages share: ids, subjects, numbers of things, paths, lines, shares."""

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
MAX_RUNS = 8


def short(commit: str) -> str:
    """Abbreviate the id of a commit for people."""
    return commit[:7]


def counted(number: int, noun: str) -> str:
    """Give ``1 file`` or ``2 files``."""
    return " ".join(number_and_noun(number, noun))


def number_and_noun(number: int, noun: str) -> tuple[str, str]:
    """Give ``1`` and ``file``, or ``2`` and ``files``."""
    return f"{number:,}", noun if number == 1 else f"{noun}s"


def quoted(subject: str) -> str:
    """Give the subject of a commit in quotes, cut off after MAX_SUBJECT characters."""
    if len(subject) > MAX_SUBJECT:
        subject = subject[: MAX_SUBJECT - 1].rstrip() + "…"
    return f'"{subject}"'


def name_list(names: Sequence[str], limit: int) -> str:
    """Give the first ``limit`` names of files and the number of the others."""
    shown = ", ".join(names[:limit])
    rest = len(names) - limit
    return f"{shown} and {counted(rest, 'more file')}" if rest > 0 else shown


def in_one_line(name: str) -> str:
    r"""Give a name as it is printed in a sentence: line ends become ``\n``.

    Bytes that are not UTF-8, which are surrogates in the name, become ``\x`` and two digits.
    """
    if name.isprintable():
        return name
    return "".join(each if each.isprintable() else _escaped(each) for each in name)


def _escaped(char: str) -> str:
    is_byte = "\udc80" <= char <= "\udcff"
    return f"\\x{ord(char) - 0xDC00:x}" if is_byte else char.encode("unicode_escape").decode()


def shell_word(text: str) -> str:
    """Write a name as one word of bash, zsh and the other shells that people type into.

    It is one line: a name with unprintable characters is written as ``$'…'``.
    """
    if text.isprintable():
        import shlex

        return shlex.quote(text)
    inner = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{in_one_line(inner)}'"


def path_text(path: bytes) -> str:
    """Decode a path of git; bytes that are not UTF-8 become surrogates."""
    return path.decode("utf-8", "surrogateescape")


def path_names(paths: Iterable[bytes], limit: int | None = None) -> str:
    """Name paths in a sentence, each in one line: the first ``limit``, and how many others exist.

    If ``limit`` is None, all paths are named.
    """
    names = [in_one_line(path_text(each)) for each in paths]
    return name_list(names, len(names) if limit is None else limit)


def line_list(lines: Iterable[int]) -> str:
    """Give ``line 20``, ``lines 4, 9, 12-15`` or, for a long list, its start and ``5 more``."""
    runs = _runs(lines)
    shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:MAX_RUNS])
    rest = sum(b - a + 1 for a, b in runs[MAX_RUNS:])
    noun = "line" if len(runs) == 1 and runs[0][0] == runs[0][1] else "lines"
    return f"{noun} {shown} and {rest:,} more" if rest else f"{noun} {shown}"


def _runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def percent(count: int, of: int) -> str:
    """Give a share as ``83%``: 0% only for none, 100% only for all, "" if ``of`` is 0."""
    if not of:
        return ""
    return f"{count * 100 // of if count in (0, of) else min(max(round(count * 100 / of), 1), 99)}%"


def close_match(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate that ``word`` was probably meant to be; None if none is close."""
    import difflib

    return next(iter(difflib.get_close_matches(word, list(candidates), 1)), None)


def hint(word: str, candidates: Iterable[str], name_of: Callable[[str], str] = str) -> str:
    """Give "; did you mean …?" if one of ``candidates`` is close to ``word``, else "".

    ``name_of`` gives the printed form of a candidate.
    """
    close = close_match(word, candidates)
    return f"; did you mean {name_of(close)}?" if close else ""


def duration(seconds: float) -> str:
    """Give a time in a readable unit: ``40 minutes``, ``5.5 hours``."""
    if seconds < _HOUR:
        return _with_unit(seconds / _MINUTE, "minute", 0)
    if seconds < 2 * _DAY:
        return _with_unit(seconds / _HOUR, "hour", 1)
    return _with_unit(seconds / _DAY, "day", 1 if seconds < 10 * _DAY else 0)


def _with_unit(number: float, unit: str, decimals: int) -> str:
    shown = f"{number:,.{decimals}f}".removesuffix(".0")
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
    """Give an age as ``age`` does, for a narrow column: ``3 d``, ``now``."""
    for _, unit, size in _UNITS:
        if now - then >= size:
            return f"{(now - then) // size} {unit}"
    return "now"


def date_of(seconds: int) -> str:
    """Give the day of a time in seconds, in UTC: ``2026-11-24``.

    "" for a time beyond the calendar, because git accepts any number as a time.
    """
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(seconds))
    except (ValueError, OverflowError, OSError):
        return ""
