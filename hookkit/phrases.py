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
    """Give an id of a commit as short as people read it."""
    return commit[:7]


def counted(number: int, noun: str) -> str:
    """Give ``1 file`` or ``2 files``."""
    return " ".join(number_and_noun(number, noun))


def number_and_noun(number: int, noun: str) -> tuple[str, str]:
    """Give ``1`` and ``file``, or ``2`` and ``files``."""
    return f"{number:,}", noun if number == 1 else f"{noun}s"


def quoted(subject: str) -> str:
    """Give the subject of a commit in quotes, not longer than a good subject is."""
    if len(subject) > MAX_SUBJECT:
        subject = subject[: MAX_SUBJECT - 1].rstrip() + "…"
    return f'"{subject}"'


def name_list(names: Sequence[str], most: int) -> str:
    """Give the first ``most`` names and how many more files there are."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return f"{shown} and {counted(rest, 'more file')}" if rest > 0 else shown


def in_one_line(name: str) -> str:
    r"""Give a name as it is printed in a sentence: line ends become ``\n``.

    Bytes that are no UTF-8, which it has as surrogates, become ``\x`` and two digits.
    """
    if name.isprintable():
        return name
    return "".join(each if each.isprintable() else _escaped(each) for each in name)


def _escaped(sign: str) -> str:
    is_byte = "\udc80" <= sign <= "\udcff"
    return f"\\x{ord(sign) - 0xDC00:x}" if is_byte else sign.encode("unicode_escape").decode()


def shell_word(text: str) -> str:
    """Write a name as one word of bash, zsh and the other shells that people type into.

    It is one line: what cannot be printed is written as ``$'…'``.
    """
    if text.isprintable():
        import shlex

        return shlex.quote(text)
    inner = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{in_one_line(inner)}'"


def path_text(path: bytes) -> str:
    """Give a path as git has it as text; bytes that are no UTF-8 survive as surrogates."""
    return path.decode("utf-8", "surrogateescape")


def path_names(paths: Iterable[bytes], most: int | None = None) -> str:
    """Name paths in a sentence, each in one line: the first ``most``, and how many more there are.

    None names all of them.
    """
    names = [in_one_line(path_text(each)) for each in paths]
    return name_list(names, len(names) if most is None else most)


def line_list(lines: Iterable[int]) -> str:
    """Give ``line 20``, ``lines 4, 9, 12-15`` or, for a long list, its start and how many more."""
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
    """Give a share as ``83%``; only none is 0%, and only all is 100%. "" of nothing."""
    if not of:
        return ""
    return f"{count * 100 // of if count in (0, of) else min(max(round(count * 100 / of), 1), 99)}%"


def close_match(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate that ``word`` was probably meant to be; None where none is close."""
    import difflib

    return next(iter(difflib.get_close_matches(word, list(candidates), 1)), None)


def hint(word: str, candidates: Iterable[str], name_of: Callable[[str], str] = str) -> str:
    """Give "; did you mean …?" where one of ``candidates`` is close to ``word``, else nothing."""
    close = close_match(word, candidates)
    return f"; did you mean {name_of(close)}?" if close else ""


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
