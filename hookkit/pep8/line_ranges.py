"""Ranges of lines, and how hunks move them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.pep8.hunks import Hunk

LineRanges = tuple[tuple[int, int], ...]
"""Ranges of lines: first and last, 1-based, inclusive."""


def overlaps(span: tuple[int, int], ranges: LineRanges | None) -> bool:
    """Whether a span of lines has a line in common with ``ranges``; None stands for all lines."""
    first, last = span
    return ranges is None or any(first <= end and start <= last for start, end in ranges)


def shifted_ranges(ranges: LineRanges | None, hunks: Sequence[Hunk]) -> LineRanges | None:
    """Give the ranges in the text with ``hunks`` applied; each includes the hunks that overlap it.

    None stands for all lines.
    """
    return None if ranges is None else tuple(_shifted(ranges, hunks))


def _shifted(ranges: LineRanges, hunks: Sequence[Hunk]) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        overlapping = [hunk for hunk in hunks if overlaps(hunk.line_range, ((first, last),))]
        start = min([first - 1, *(hunk.start for hunk in overlapping)])
        end = max([last, *(hunk.end for hunk in overlapping)])
        shift = sum(hunk.growth for hunk in hunks if hunk.end <= start and hunk not in overlapping)
        yield start + shift + 1, end + shift + sum(hunk.growth for hunk in overlapping)
