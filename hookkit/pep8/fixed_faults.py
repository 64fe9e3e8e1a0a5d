"""The faults that a fix has fixed, and those that remain with the reason why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8 import fix_text
from hookkit.pep8.fix_text import Pep8Failed
from hookkit.pep8.hunks import Hunk, diff
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.outcome import Fault, Withheld
from hookkit.pep8.safe_hunks import Refusal
from hookkit.pep8.source import decode
from hookkit.pep8.stable_fix import NEVER_TAKEN
from hookkit.settings.autopep8.options import Pep8Options


def fixed_faults(base: bytes, fixed: bytes, options: Pep8Options) -> tuple[Fault, ...]:
    """Give the faults of ``base`` that ``fixed`` does not have.

    If there is none, or pycodestyle fails, one fault without a code stands for the fix. Raises
    NotPythonSource if ``base`` or ``fixed`` is not Python source.
    """
    before, after = decode(base).text, decode(fixed).text
    hunks = diff(split_lines(before.encode()), split_lines(after.encode()))
    try:
        compared = fixed_and_remaining(
            fix_text.faults(before, options), fix_text.faults(after, options), hunks
        )
    except Pep8Failed:  # the correction was made by another version of pycodestyle or Python
        compared = FixedAndRemaining((), ())
    return fixed_or_layout(compared, hunks)


def fixed_or_layout(compared: FixedAndRemaining, hunks: Sequence[Hunk]) -> tuple[Fault, ...]:
    """Give the fixed faults, or one fault without a code if the hunks fixed none."""
    return compared.fixed or (without_a_code(hunks[0].span[0] if hunks else 1),)


def without_a_code(line: int) -> Fault:
    """Give the fault that stands for a fix for which pycodestyle has no code."""
    return Fault("layout", line, "indentation or line ends, which have no code")


class FixedAndRemaining(NamedTuple):
    """The fixed and the remaining faults of a file, at their lines before it was fixed."""

    fixed: tuple[Fault, ...]
    remaining: tuple[Fault, ...]


def fixed_and_remaining(
    before: Sequence[Fault], after: Sequence[Fault], hunks: Sequence[Hunk]
) -> FixedAndRemaining:
    """Divide the faults into those that ``hunks`` fixed and those that remain."""
    remaining_at = Counter((each.code, _origin(each.line, hunks)) for each in after)
    # A fault that has only moved to another line is not fixed.
    allowed = Counter(each.code for each in before) - Counter(each.code for each in after)
    fixed: list[Fault] = []
    remaining: list[Fault] = []
    for fault in before:
        if remaining_at[fault.code, fault.line] > 0:
            remaining_at[fault.code, fault.line] -= 1
            remaining.append(fault)
        elif allowed[fault.code] > 0:
            allowed[fault.code] -= 1
            fixed.append(fault)
        else:
            remaining.append(fault)
    return FixedAndRemaining(tuple(fixed), tuple(remaining))


def _origin(line: int, hunks: Sequence[Hunk]) -> int:
    """Map a line of the text with ``hunks`` applied to its line in the old text."""
    growth = 0
    for hunk in hunks:
        start = hunk.start + growth
        if line <= start:
            break
        if line <= start + len(hunk.lines):
            return min(line - growth, max(hunk.end, hunk.start + 1))
        growth += hunk.growth
    return line - growth


def at_original_lines(refusals: Sequence[Refusal], hunks: Sequence[Hunk]) -> list[Refusal]:
    """Move the refusals of a text with ``hunks`` applied to their lines in the old text."""
    if not hunks:
        return list(refusals)

    def undo_or_redo_move(each: Hunk) -> Hunk:
        first, last = (_origin(line, hunks) for line in each.span)
        return Hunk(first - 1, max(first, last), each.lines)

    return [each._replace(hunk=undo_or_redo_move(each.hunk)) for each in refusals]


def withheld(refusals: Sequence[Refusal], compared: FixedAndRemaining) -> list[Withheld]:
    """Give the withheld fixes in the order of their lines; adjacent refused hunks are joined.

    Only remaining faults count: a fault that a later fix has fixed is not withheld.
    """
    results = [
        Withheld((fault.code,), fault.line, fault.line, NEVER_TAKEN[fault.code])
        for fault in compared.remaining
        if fault.code in NEVER_TAKEN
    ]
    for refusal in _joined(refusals):
        first, last = refusal.hunk.span
        codes = _codes(compared.remaining, first, last)
        if codes or not _codes(compared.fixed, first, last):
            results.append(Withheld(codes, first, last, refusal.reason))
    return sorted(results, key=lambda each: (each.first, each.last))


def _codes(faults: Sequence[Fault], first: int, last: int) -> tuple[str, ...]:
    codes = {each.code for each in faults if first <= each.line <= last}
    return tuple(sorted(codes - NEVER_TAKEN.keys()))


def _joined(refusals: Sequence[Refusal]) -> list[Refusal]:
    joined: list[Refusal] = []
    for each in sorted(refusals, key=lambda each: each.hunk.start):
        if joined and each.hunk.start <= joined[-1].hunk.end:
            previous = joined[-1].hunk
            lines = previous.lines + each.hunk.lines
            joined[-1] = joined[-1]._replace(hunk=Hunk(previous.start, each.hunk.end, lines))
        else:
            joined.append(each)
    return joined
