"""The withheld fixes of a file: their lines before it was fixed, their codes and reasons."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.pep8.compare_faults import FaultComparison
from hookkit.pep8.fix_task_and_outcome import Fault, Withheld
from hookkit.pep8.hunks import Hunk, original_line
from hookkit.pep8.safe_hunks import WithheldHunk
from hookkit.pep8.stable_fix import NEVER_FIXED_CODES


def move_to_original_lines(
    withheld_hunks: Sequence[WithheldHunk], hunks: Sequence[Hunk]
) -> list[WithheldHunk]:
    """Move the withheld hunks of a text with ``hunks`` applied to their lines in the old text."""
    if not hunks:
        return list(withheld_hunks)

    def move_back(each: Hunk) -> Hunk:
        first, last = (original_line(line, hunks) for line in each.line_range)
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
