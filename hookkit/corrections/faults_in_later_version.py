"""The faults of a file with their lines in a later version of the file."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.pep8.fix_task_and_outcome import Dropped, Fault
from hookkit.pep8.hunks import diff
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.line_ranges import shifted_ranges


def faults_in_later_version(
    faults: Sequence[Fault], dropped: Sequence[Dropped], base: bytes, version: bytes
) -> list[Fault]:
    """Give the faults with their lines in ``version``; faults in dropped lines are left out."""
    remaining = [
        fault
        for fault in faults
        if not any(each.first <= fault.line <= each.last for each in dropped)
    ]
    if base == version:
        return remaining
    hunks = diff(split_lines(base), split_lines(version))
    new_ranges = (shifted_ranges(((fault.line, fault.line),), hunks) or () for fault in remaining)
    return [
        fault._replace(line=ranges[0][1])
        for fault, ranges in zip(remaining, new_ranges, strict=True)
        if ranges
    ]
