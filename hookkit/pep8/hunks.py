"""Hunks, replacements in a list of lines: made by a diff, applied, moved; and ranges of lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.line_ends import (
    keep_lines_separate,
    line_key,
    with_line_end_of,
    with_line_ends,
)


class Hunk(NamedTuple):
    """Replace the lines ``start`` to ``end`` (0-based, end excluded) by ``lines``."""

    start: int
    end: int
    lines: tuple[bytes, ...]

    @property
    def growth(self) -> int:
        """The number of lines by which the file gets longer."""
        return len(self.lines) - (self.end - self.start)

    @property
    def line_range(self) -> tuple[int, int]:
        """The first and last line, 1-based; for an insertion the line after it."""
        return self.start + 1, max(self.end, self.start + 1)


class AlreadyApplied:
    """The other version already has the same replacement."""

    def __eq__(self, other: object) -> bool:
        """Whether ``other`` is also an AlreadyApplied."""
        return isinstance(other, AlreadyApplied)

    def __hash__(self) -> int:
        """Give the same hash for all instances."""
        return hash(AlreadyApplied)


MAX_FULL_COMPARISON = 1000
"""Maximum number of lines of two texts that are compared by all lines, including frequent lines."""

RelocatedHunk = Hunk | AlreadyApplied | None
"""A hunk moved to another version of the file; None if it overlaps other edits."""


def diff(base: Sequence[bytes], other: Sequence[bytes]) -> list[Hunk]:
    """Give the hunks that turn ``base`` into ``other``; differences in line ends are ignored.

    Lines that differ only in blanks are treated as the same line with other blanks.
    """
    left, right = [*map(_without_blanks, base)], [*map(_without_blanks, other)]
    hunks: list[Hunk] = []
    end = other_end = 0
    for start, other_start, size in _matches(left, right):
        if (start, other_start) != (end, other_end):
            hunks.append(Hunk(end, start, tuple(other[other_end:other_start])))
        end, other_end = start + size, other_start + size
        hunks += _hunks_of_blanks(start, base[start:end], other[other_start:other_end])
    return hunks


def _matches(left: Sequence[bytes], right: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """Give the runs of lines that both texts have: their start in each text, and their length.

    Long texts are first compared by their rare lines, then by all lines between the runs found,
    because the time to compare frequent lines grows with the square of the length.
    """
    if left == right:
        yield 0, 0, len(left)
        return
    if (
        max(len(left), len(right)) <= MAX_FULL_COMPARISON
        and (ends := _common_ends(left, right)) is not None
    ):
        yield from ends
        return
    from difflib import SequenceMatcher

    end = other_end = 0
    for start, other_start, size in _rare_matches(left, right):
        if max(start - end, other_start - other_end) <= MAX_FULL_COMPARISON:
            gap, other_gap = left[end:start], right[other_end:other_start]
            matcher = SequenceMatcher(_is_blank, gap, other_gap, autojunk=False)
            for block in matcher.get_matching_blocks()[:-1]:
                yield end + block.a, other_end + block.b, block.size
        yield start, other_start, size
        end, other_end = start + size, other_start + size


def _common_ends(
    left: Sequence[bytes], right: Sequence[bytes]
) -> tuple[tuple[int, int, int], ...] | None:
    """Give the runs at the beginning and the end, None if SequenceMatcher may find other runs.

    It finds no others if no line between these runs is in the other text, as after most commits:
    then no run overlaps both ends, and the first of the longest runs begins at the same line in
    both texts.
    """
    shorter = min(len(left), len(right))
    begin = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    max_end = shorter - begin
    end = next((n for n in range(max_end) if left[-1 - n] != right[-1 - n]), max_end)
    middle, other_middle = left[begin : len(left) - end], right[begin : len(right) - end]
    if not set(middle).isdisjoint(right) or not set(other_middle).isdisjoint(left):
        return None
    if end and not any(left[-end:]):  # blank lines match only next to other lines
        return None
    if begin and end and not (middle and other_middle):  # in one text the two runs are adjacent
        joined, separate = (left, right) if other_middle else (right, left)
        if (joined[begin - 1], joined[begin]) in pairwise(separate):
            return None
    return (0, 0, begin), (len(left) - end, len(right) - end, end)


def _rare_matches(left: Sequence[bytes], right: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    from difflib import SequenceMatcher

    if max(len(left), len(right)) > MAX_FULL_COMPARISON:
        yield from SequenceMatcher(None, left, right).get_matching_blocks()
    else:
        yield len(left), len(right), 0


def _is_blank(text: bytes) -> bool:
    # A run of blank lines is no evidence that two positions are the same.
    return not text


def _without_blanks(line: bytes) -> bytes:
    return b"".join(line.split())


def _hunks_of_blanks(start: int, base: Sequence[bytes], other: Sequence[bytes]) -> Iterator[Hunk]:
    """Give a hunk for each run of lines that differ, line by line; ``base`` begins at ``start``."""
    pairs = zip(base, other, strict=True)
    same = [line == new or line_key(line) == line_key(new) for line, new in pairs]
    for is_same, run in groupby(range(len(same)), key=same.__getitem__):
        if not is_same:
            indexes = list(run)
            first, last = indexes[0], indexes[-1]
            yield Hunk(start + first, start + last + 1, tuple(other[first : last + 1]))


def apply_hunks(lines: Sequence[bytes], hunks: Iterable[Hunk]) -> list[bytes]:
    """Apply hunks (in order, not overlapping); new lines get the line ends of their neighbours.

    The resulting lines stay the same if they are joined and split again (``keep_lines_separate``).
    """
    result: list[bytes] = []
    end = 0
    for hunk in hunks:
        result += lines[end : hunk.start]
        for number, line in enumerate(hunk.lines):
            counterpart = min(hunk.start + number, max(hunk.end - 1, hunk.start))
            neighbours = [*lines[counterpart : counterpart + 1], *result[-1:], *lines[:1], line]
            result.append(with_line_end_of(neighbours, line))
        end = hunk.end
    return list(keep_lines_separate(with_line_ends([*result, *lines[end:]])))


def _overlap(hunk: Hunk, edit: Hunk) -> bool:
    if hunk.start == hunk.end and edit.start == edit.end:
        return hunk.start == edit.start
    return hunk.start < edit.end and edit.start < hunk.end


def _is_same(hunk: Hunk, edit: Hunk) -> bool:
    same_place = (hunk.start, hunk.end) == (edit.start, edit.end)
    return same_place and [*map(line_key, hunk.lines)] == [*map(line_key, edit.lines)]


def _includes(edit: Hunk, hunk: Hunk) -> bool:
    """Whether an edit that replaces each line by one line includes the replacements of ``hunk``."""
    is_within = edit.start <= hunk.start < hunk.end <= edit.end
    if not is_within or edit.growth or hunk.growth:
        return False
    edit_lines = edit.lines[hunk.start - edit.start : hunk.end - edit.start]
    return [*map(line_key, hunk.lines)] == [*map(line_key, edit_lines)]


def _is_between(hunk: Hunk, edit: Hunk, base: Sequence[bytes]) -> bool:
    """Whether ``hunk`` inserts between two lines of which ``edit`` has only changed blanks."""
    if hunk.start != hunk.end or not edit.start < hunk.start < edit.end or edit.growth:
        return False
    replaced = base[edit.start : edit.end]
    return [*map(_without_blanks, replaced)] == [*map(_without_blanks, edit.lines)]


def relocate_hunks(
    hunks: Sequence[Hunk], base: Sequence[bytes], other: Sequence[bytes]
) -> list[RelocatedHunk]:
    """Move each hunk of ``base`` to ``other``, another version of the same file.

    A hunk that overlaps an edit of ``other`` becomes None, so no edited line is replaced.
    """
    edits = diff(base, other)
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    growths = list(accumulate((edit.growth for edit in edits), initial=0))
    relocated: list[RelocatedHunk] = []
    for hunk in hunks:
        adjacent = edits[bisect_left(ends, hunk.start) : bisect_right(starts, hunk.end)]
        if any(_is_same(hunk, edit) or _includes(edit, hunk) for edit in adjacent):
            relocated.append(AlreadyApplied())
        elif any(_overlap(hunk, edit) and not _is_between(hunk, edit, base) for edit in adjacent):
            relocated.append(None)
        else:
            shift = growths[bisect_right(ends, hunk.start)]
            relocated.append(Hunk(hunk.start + shift, hunk.end + shift, hunk.lines))
    return relocated


def original_line(line: int, hunks: Sequence[Hunk]) -> int:
    """Map a line (1-based) of the text with ``hunks`` applied to its line in the old text."""
    growth = 0
    for hunk in hunks:
        start = hunk.start + growth
        if line <= start:
            break
        if line <= start + len(hunk.lines):
            return min(line - growth, max(hunk.end, hunk.start + 1))
        growth += hunk.growth
    return line - growth


LineRanges = tuple[tuple[int, int], ...]
"""Ranges of lines: first and last, 1-based, inclusive."""


def overlaps(line_range: tuple[int, int], ranges: LineRanges | None) -> bool:
    """Whether a range of lines has a line in common with ``ranges``; None stands for all lines."""
    first, last = line_range
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
