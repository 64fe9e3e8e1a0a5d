"""One file from its bytes to its correction: decode, fix, restore, judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hookkit.craft import pep8
from hookkit.doors.pep8_config import Pep8Options
from hookkit.text.hunks import Hunk, apply, diff
from hookkit.text.lines import split
from hookkit.text.literals import keep_literals
from hookkit.text.safety import DoesNotParse, parse
from hookkit.text.sieve import Refusal, sieve
from hookkit.text.source import NotSource, Source, decode
from hookkit.values.outcome import Fault, FileOutcome, Withheld
from hookkit.values.words import Safety

Lines = tuple[tuple[int, int], ...]
"""Ranges of lines: first and last, 1-based, inclusive."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to fix: its path, content, autopep8's options, and which fixes may be taken.

    ``touched`` holds the lines that count, None for all of the file.
    """

    path: bytes
    data: bytes
    options: Pep8Options
    safety: Safety
    touched: Lines | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed file: its new content (the old one where nothing is to be done) and the story."""

    data: bytes
    outcome: FileOutcome


def left_alone(task: Task, reason: str) -> Fixed:
    """Give the outcome of a file that is not touched, for the reason."""
    return Fixed(task.data, FileOutcome(task.path, skipped=reason))


def fix_file(task: Task) -> Fixed:
    """Fix one file. Whatever is wrong with it ends up as a reason in the outcome."""
    try:
        source = decode(task.data)
        parse(task.data)
    except NotSource as error:
        return left_alone(task, str(error))
    except DoesNotParse as error:
        return left_alone(task, f"does not parse: {error}")
    return _fix_freely(task, source) if task.safety == "off" else _fix_strictly(task, source)


def _fix_freely(task: Task, source: Source) -> Fixed:
    """Take what autopep8 gives, line ends included, as its command does."""
    whole = b"".join(source.lines).decode(source.encoding)
    data = source.mark + pep8.fix(whole, task.options).encode(source.encoding)
    if task.touched is not None:
        before = split(task.data)
        data = b"".join(apply(before, _touching(diff(before, split(data)), task.touched)))
    try:
        parse(data)
    except DoesNotParse as error:
        return left_alone(task, f"autopep8's result does not parse: {error}")
    faults = pep8.faults(source.text, task.options)
    return Fixed(data, FileOutcome(task.path, _mended(task, faults, source, data)))


def _fix_strictly(task: Task, source: Source) -> Fixed:
    """Take the fixes that keep the program and its comments."""
    faults = pep8.faults(source.text, task.options)
    if not faults and pep8.is_reindented(source.text, task.options):
        return Fixed(task.data, FileOutcome(task.path))
    withheld = [_unsafe(each) for each in faults if each.code in pep8.NEVER_TAKEN]
    fixed = keep_literals(source.text, pep8.fix_layout(source.text, task.options))
    lines = split(source.text.encode())
    sieved = sieve(lines, split(fixed.encode()), lambda hunk: _is_touched(*hunk.span, task.touched))
    withheld += [_withheld(each, faults) for each in sieved.refused]
    recoded = [
        Hunk(each.start, each.end, _recode(each.lines, source.encoding)) for each in sieved.kept
    ]
    data = source.mark + b"".join(apply(source.lines, recoded))
    told = [each for each in withheld if _is_touched(each.first, each.last, task.touched)]
    mended = _mended(task, faults, source, data)
    ordered = tuple(sorted(told, key=lambda each: each.first))
    return Fixed(data, FileOutcome(task.path, mended, ordered))


def _recode(lines: Sequence[bytes], encoding: str) -> tuple[bytes, ...]:
    return tuple(line.decode().encode(encoding) for line in lines)


def _is_touched(first: int, last: int, touched: Lines | None) -> bool:
    return touched is None or any(first <= end and start <= last for start, end in touched)


def _touching(hunks: Sequence[Hunk], touched: Lines | None) -> list[Hunk]:
    return [hunk for hunk in hunks if _is_touched(*hunk.span, touched)]


def _unsafe(fault: Fault) -> Withheld:
    return Withheld((fault.code,), fault.line, fault.line, pep8.NEVER_TAKEN[fault.code])


def _withheld(refusal: Refusal, faults: Sequence[Fault]) -> Withheld:
    first, last = refusal.hunk.span
    codes = {fault.code for fault in faults if first <= fault.line <= last}
    return Withheld(tuple(sorted(codes - pep8.NEVER_TAKEN.keys())), first, last, refusal.reason)


def _mended(task: Task, faults: Sequence[Fault], source: Source, data: bytes) -> tuple[Fault, ...]:
    """Give the faults that are gone, at their lines in the file as it was."""
    if data == task.data:
        return ()
    fixed = decode(data)
    left = pep8.faults(fixed.text, task.options)
    hunks = diff(split(source.text.encode()), split(fixed.text.encode()))
    there = Counter((each.code, _origin(each.line, hunks)) for each in left)
    allowed = Counter(each.code for each in faults) - Counter(each.code for each in left)
    gone: list[Fault] = []
    for fault in faults:
        if there[fault.code, fault.line] > 0:
            there[fault.code, fault.line] -= 1
        elif allowed[fault.code] > 0:
            allowed[fault.code] -= 1
            gone.append(fault)
    if gone:
        return tuple(gone)
    first = hunks[0].span[0] if hunks else 1
    return (Fault("layout", first, "indentation or line ends, which have no code"),)


def _origin(line: int, hunks: Sequence[Hunk]) -> int:
    """Give the line before the hunks that a line behind them comes from."""
    grown = 0
    for hunk in hunks:
        start = hunk.start + grown
        if line <= start:
            break
        if line <= start + len(hunk.lines):
            return min(line - grown, max(hunk.end, hunk.start + 1))
        grown += hunk.growth
    return line - grown
