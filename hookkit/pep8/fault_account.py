"""The account of a fix: which faults are gone, which are still there, what was withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from hookkit.diff.hunks import Hunk
from hookkit.pep8.fix_text import NEVER_TAKEN
from hookkit.pep8.outcome import Fault, Withheld
from hookkit.pep8.safe_hunks import Refusal


class Account(NamedTuple):
    """The faults of a file, at their lines in it before it was fixed."""

    gone: tuple[Fault, ...]
    left: tuple[Fault, ...]


def settle(before: Sequence[Fault], after: Sequence[Fault], hunks: Sequence[Hunk]) -> Account:
    """Tell the faults that ``hunks`` mended from those that are still there."""
    there = Counter((each.code, _origin(each.line, hunks)) for each in after)
    # What has only moved to another line is not gone.
    allowed = Counter(each.code for each in before) - Counter(each.code for each in after)
    gone: list[Fault] = []
    left: list[Fault] = []
    for fault in before:
        if there[fault.code, fault.line] > 0:
            there[fault.code, fault.line] -= 1
            left.append(fault)
        elif allowed[fault.code] > 0:
            allowed[fault.code] -= 1
            gone.append(fault)
        else:
            left.append(fault)
    return Account(tuple(gone), tuple(left))


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


def carried_back(refusals: Sequence[Refusal], hunks: Sequence[Hunk]) -> list[Refusal]:
    """Give refusals of a text behind ``hunks`` at the lines before them that they come from."""
    if not hunks:
        return list(refusals)

    def back(each: Hunk) -> Hunk:
        first, last = (_origin(line, hunks) for line in each.span)
        return Hunk(first - 1, max(first, last), each.lines)

    return [replace(each, hunk=back(each.hunk)) for each in refusals]


def withheld(refusals: Sequence[Refusal], account: Account) -> list[Withheld]:
    """Say what was not taken, in the order of its lines; lines that follow each other are one.

    A fault counts where it is still there: what a later, more careful fix mended is not withheld.
    """
    told = [
        Withheld((fault.code,), fault.line, fault.line, NEVER_TAKEN[fault.code])
        for fault in account.left
        if fault.code in NEVER_TAKEN
    ]
    for refusal in _joined(refusals):
        first, last = refusal.hunk.span
        left = _codes(account.left, first, last)
        if left or not _codes(account.gone, first, last):
            told.append(Withheld(left, first, last, refusal.reason))
    return sorted(told, key=lambda each: (each.first, each.last))


def _codes(faults: Sequence[Fault], first: int, last: int) -> tuple[str, ...]:
    codes = {each.code for each in faults if first <= each.line <= last}
    return tuple(sorted(codes - NEVER_TAKEN.keys()))


def _joined(refusals: Sequence[Refusal]) -> list[Refusal]:
    joined: list[Refusal] = []
    for each in sorted(refusals, key=lambda each: each.hunk.start):
        if joined and each.hunk.start <= joined[-1].hunk.end:
            previous = joined[-1].hunk
            lines = previous.lines + each.hunk.lines
            joined[-1] = replace(joined[-1], hunk=Hunk(previous.start, each.hunk.end, lines))
        else:
            joined.append(each)
    return joined
