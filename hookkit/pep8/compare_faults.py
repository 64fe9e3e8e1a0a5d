"""Compare the faults before and after a fix: those fixed and those that remain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.autopep8_options_and_errors import Pep8Failed
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fix_task_and_outcome import Fault, layout_fault
from hookkit.pep8.fixable_faults import fixable_faults
from hookkit.pep8.hunks import Hunk, diff, original_line
from hookkit.pep8.line_ends import split_lines
from hookkit.settings.autopep8.options import Pep8Options


def fixed_faults(base: bytes, fixed: bytes, options: Pep8Options) -> tuple[Fault, ...]:
    """Give the faults of ``base`` that ``fixed`` does not have.

    If there is none, or pycodestyle fails, one fault without a code stands for the fix. Raises
    NotPythonSource if ``base`` or ``fixed`` is not Python source.
    """
    before, after = decode_source(base).text, decode_source(fixed).text
    hunks = diff(split_lines(before.encode()), split_lines(after.encode()))
    try:
        comparison = compare_faults(
            fixable_faults(before, options), fixable_faults(after, options), hunks
        )
    except Pep8Failed:  # the correction was made by another version of pycodestyle or Python
        comparison = FaultComparison((), ())
    return fixed_or_layout_fault(comparison, hunks)


def fixed_or_layout_fault(comparison: FaultComparison, hunks: Sequence[Hunk]) -> tuple[Fault, ...]:
    """Give the fixed faults, or one fault without a code if the hunks fixed none."""
    return comparison.fixed_faults or (layout_fault(hunks[0].line_range[0] if hunks else 1),)


class FaultComparison(NamedTuple):
    """The fixed and the remaining faults of a file, at their lines before it was fixed."""

    fixed_faults: tuple[Fault, ...]
    remaining_faults: tuple[Fault, ...]


def compare_faults(
    before: Sequence[Fault], after: Sequence[Fault], hunks: Sequence[Hunk]
) -> FaultComparison:
    """Divide the faults into those that ``hunks`` fixed and those that remain."""
    remaining_counts = Counter((each.code, original_line(each.line, hunks)) for each in after)
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
