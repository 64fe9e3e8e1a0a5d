"""Compare the faults before and after a fix: those fixed, those that remain, and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8 import fix_text
from hookkit.pep8.fix_task_and_outcome import NO_CODE, Fault, Withheld
from hookkit.pep8.fix_text import Pep8Failed
from hookkit.pep8.hunks import Hunk, diff
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.safe_hunks import WithheldHunk
from hookkit.pep8.source import decode
from hookkit.pep8.stable_fix import NEVER_FIXED_CODES
from hookkit.settings.autopep8.options import Pep8Options


def fixed_faults(base: bytes, fixed: bytes, options: Pep8Options) -> tuple[Fault, ...]:
    """Give the faults of ``base`` that ``fixed`` does not have.

    If there is none, or pycodestyle fails, one fault without a code stands for the fix. Raises
    NotPythonSource if ``base`` or ``fixed`` is not Python source.
    """
    before, after = decode(base).text, decode(fixed).text
    hunks = diff(split_lines(before.encode()), split_lines(after.encode()))
    try:
        comparison = compare_faults(
            fix_text.faults(before, options), fix_text.faults(after, options), hunks
        )
    except Pep8Failed:  # the correction was made by another version of pycodestyle or Python
        comparison = FaultComparison((), ())
    return fixed_or_layout_fault(comparison, hunks)


def fixed_or_layout_fault(comparison: FaultComparison, hunks: Sequence[Hunk]) -> tuple[Fault, ...]:
    """Give the fixed faults, or one fault without a code if the hunks fixed none."""
    return comparison.fixed_faults or (layout_fault(hunks[0].line_range[0] if hunks else 1),)


def layout_fault(line: int) -> Fault:
    """Give the fault that stands for a fix for which pycodestyle has no code."""
    return Fault(NO_CODE, line, "indentation or line ends, which have no code")


class FaultComparison(NamedTuple):
    """The fixed and the remaining faults of a file, at their lines before it was fixed."""

    fixed_faults: tuple[Fault, ...]
    remaining_faults: tuple[Fault, ...]


def compare_faults(
    before: Sequence[Fault], after: Sequence[Fault], hunks: Sequence[Hunk]
) -> FaultComparison:
    """Divide the faults into those that ``hunks`` fixed and those that remain."""
    remaining_counts = Counter((each.code, _original_line(each.line, hunks)) for each in after)
    # A fault that has only moved to another line is not fixed.
    fixed_counts = Counter(each.code for each in before) - Counter(each.code for each in after)
    fixed: list[Fault] = []
    remaining: list[Fault] = []
    for fault in before:
        if remaining_counts[fault.code, fault.line] > 0:
            remaining_counts[fault.code, fault.line] -= 1
            remaining.append(fault)
        elif fixed_counts[fault.code] > 0:
            fixed_counts[fault.code] -= 1
            fixed.append(fault)
        else:
            remaining.append(fault)
    return FaultComparison(tuple(fixed), tuple(remaining))


def _original_line(line: int, hunks: Sequence[Hunk]) -> int:
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


def move_to_original_lines(
    withheld_hunks: Sequence[WithheldHunk], hunks: Sequence[Hunk]
) -> list[WithheldHunk]:
    """Move the withheld hunks of a text with ``hunks`` applied to their lines in the old text."""
    if not hunks:
        return list(withheld_hunks)

    def move_back(each: Hunk) -> Hunk:
        first, last = (_original_line(line, hunks) for line in each.line_range)
        return Hunk(first - 1, max(first, last), each.lines)

    return [each._replace(hunk=move_back(each.hunk)) for each in withheld_hunks]


def withheld_fixes(
    withheld_hunks: Sequence[WithheldHunk], comparison: FaultComparison
) -> list[Withheld]:
    """Give the withheld fixes in the order of their lines; adjacent hunks are joined.

    Only remaining faults count: a fault that a later fix has fixed is not withheld.
    """
    results = [
        Withheld((fault.code,), fault.line, fault.line, NEVER_FIXED_CODES[fault.code])
        for fault in comparison.remaining_faults
        if fault.code in NEVER_FIXED_CODES
    ]
    for withheld_hunk in _join_adjacent(withheld_hunks):
        first, last = withheld_hunk.hunk.line_range
        codes = _codes_of_lines(comparison.remaining_faults, first, last)
        if codes or not _codes_of_lines(comparison.fixed_faults, first, last):
            results.append(Withheld(codes, first, last, withheld_hunk.reason))
    return sorted(results, key=lambda each: (each.first, each.last))


def _codes_of_lines(faults: Sequence[Fault], first: int, last: int) -> tuple[str, ...]:
    codes = {each.code for each in faults if first <= each.line <= last}
    return tuple(sorted(codes - NEVER_FIXED_CODES.keys()))


def _join_adjacent(withheld_hunks: Sequence[WithheldHunk]) -> list[WithheldHunk]:
    joined: list[WithheldHunk] = []
    for each in sorted(withheld_hunks, key=lambda each: each.hunk.start):
        if joined and each.hunk.start <= joined[-1].hunk.end:
            previous = joined[-1].hunk
            lines = previous.lines + each.hunk.lines
            joined[-1] = joined[-1]._replace(hunk=Hunk(previous.start, each.hunk.end, lines))
        else:
            joined.append(each)
    return joined
