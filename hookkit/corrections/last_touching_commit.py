"""Find the commit that touched a part last: trace its lines back through the commits' edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from hookkit.pep8.correction_parts import Part


class Edit(NamedTuple):
    """Lines ``start`` to ``end`` became ``new_start`` to ``new_end`` (0-based, end excluded)."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def growth(self) -> int:
        """The number of lines by which the file grew, negative if it shrank."""
        return (self.new_end - self.new_start) - (self.end - self.start)


class LineSpan(NamedTuple):
    """The lines of a part as git counts them: 0-based, end excluded.

    ``start`` to ``end`` are the lines that the part replaces, ``related_ranges`` the ranges of
    lines that it belongs to. ``includes_deletions_above`` says that a deletion of lines directly
    above one of these ranges touches the part too.
    """

    start: int
    end: int
    related_ranges: tuple[tuple[int, int], ...]
    includes_deletions_above: bool


class GitLines:
    r"""The lines of a file as git counts them: each ends with ``\n``, except perhaps the last."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        """Take the lines of a file as Python counts them."""
        self._lines = lines
        ends = (line.endswith(b"\n") for line in lines)
        self._git_lines_above = list(accumulate(ends, initial=0))

    def find_lines(self, part: Part) -> LineSpan:
        """Give the lines of a part of the file."""
        line_count = len(self._lines)
        spans = (
            (min(first, max(line_count, 1)) - 1, min(end, line_count))
            for first, end in part.related_lines
        )
        related_ranges = tuple(self._git_range(*line_span) for line_span in spans)
        includes_deletions_above = part.related_lines[-1][1] > part.end
        return LineSpan(
            *self._git_range(part.start, part.end), related_ranges, includes_deletions_above
        )

    def _git_range(self, start: int, end: int) -> tuple[int, int]:
        is_cut = start < end and not self._lines[end - 1].endswith(b"\n")
        return self._git_lines_above[start], self._git_lines_above[end] + is_cut


def last_touching_commit(line_span: LineSpan, history: Iterable[Sequence[Edit]]) -> int | None:
    """Give the number of the commit in ``history`` (the newest first) that a part belongs to.

    This is the commit that touched the lines of the part last, or a later commit that touched an
    adjacent line, because git merges two changes only if a line is between them. Gives None if the
    lines are older than the history.
    """
    nearest: int | None = None
    for number, edits in enumerate(history):
        is_changed = any(_is_changed_by(line_span, edit) for edit in edits)
        if nearest is None and (is_changed or any(_is_adjacent(line_span, edit) for edit in edits)):
            nearest = number
        if is_changed:
            return nearest
        if edits:
            line_span = _before_edits(line_span, edits)
    return None


def _is_adjacent(line_span: LineSpan, edit: Edit) -> bool:
    return edit.new_start <= line_span.end and line_span.start <= edit.new_end


def _is_changed_by(line_span: LineSpan, edit: Edit) -> bool:
    if edit.new_start < edit.new_end:
        return any(
            edit.new_start < end and start < edit.new_end for start, end in line_span.related_ranges
        )
    # Deleted lines belong to the part if they were between two of its lines.
    return any(
        start < edit.new_start + line_span.includes_deletions_above and edit.new_start < end
        for start, end in line_span.related_ranges
    )


def _before_edits(line_span: LineSpan, edits: Sequence[Edit]) -> LineSpan:
    """Give the span as it was before edits of other lines."""

    def moved_back(start: int, end: int) -> tuple[int, int]:
        growth_above = sum(each.growth for each in edits if each.new_end <= start)
        return start - growth_above, end - growth_above

    related_ranges = tuple(moved_back(*each) for each in line_span.related_ranges)
    return LineSpan(
        *moved_back(line_span.start, line_span.end),
        related_ranges,
        line_span.includes_deletions_above,
    )
