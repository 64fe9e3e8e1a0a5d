"""The line numbers of the parts of a correction as git counts them, from those of Python."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from hookkit.pep8.correction_parts import Part


class LineSpan(NamedTuple):
    """The lines of a part as git counts them: 0-based, end excluded.

    ``start`` to ``end`` are the lines that the part replaces, ``owning_ranges`` the ranges of
    lines that it belongs to. ``includes_deletions_above`` says that a deletion of lines directly
    above one of these ranges touches the part too.
    """

    start: int
    end: int
    owning_ranges: tuple[tuple[int, int], ...]
    includes_deletions_above: bool


class GitLineNumbers:
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
        owning_ranges = tuple(self._git_range(*line_span) for line_span in spans)
        includes_deletions_above = part.related_lines[-1][1] > part.end
        return LineSpan(
            *self._git_range(part.start, part.end), owning_ranges, includes_deletions_above
        )

    def _git_range(self, start: int, end: int) -> tuple[int, int]:
        ends_without_newline = start < end and not self._lines[end - 1].endswith(b"\n")
        return self._git_lines_above[start], self._git_lines_above[end] + ends_without_newline
