"""The boundaries of logical lines in two texts of one program, aligned by their tokens.

A fix leaves most lines as they are. Lines that are the same in both texts are skipped together
without reading their tokens; only the other lines are compared by their tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, read_logical_lines

_VARIABLE_CHARACTERS = "(),; "
"""The characters of a faultless line that are no invariant tokens: see ``line_tokens``."""


class AlignedBoundary(NamedTuple):
    """A boundary of two logical lines: the number of rows above it, and a number that matches it.

    Boundaries of two texts with the same ``number`` have the same invariant tokens above them. It
    is no count: a line that is unchanged adds at most 1 to it.
    """

    row: int
    number: int


def aligned_line_boundaries(
    before: str, after: str
) -> tuple[Sequence[AlignedBoundary], Sequence[AlignedBoundary]] | None:
    r"""Give the boundaries of the logical lines of two texts, with the same number for equal ones.

    The result is None if the texts cannot be read line by line, or their invariant tokens differ.
    Lines must end with ``\n``.
    """
    old, new = read_logical_lines(before), read_logical_lines(after)
    if old is None or new is None:
        return None
    old_cursor, new_cursor = _TextCursor(old), _TextCursor(new)
    while old_cursor.remaining and new_cursor.remaining:
        line, other = old_cursor.remaining[-1], new_cursor.remaining[-1]
        if line is other:
            increment = int(_has_invariant_tokens(line))
            old_cursor.skip_line(increment)
            new_cursor.skip_line(increment)
        elif not _has_invariant_tokens(line):
            old_cursor.skip_line(0)
        elif not _has_invariant_tokens(other):
            new_cursor.skip_line(0)
        elif not _skip_to_same_count(old_cursor, new_cursor):
            return None
    for cursor in (old_cursor, new_cursor):
        while cursor.remaining and not _has_invariant_tokens(cursor.remaining[-1]):
            cursor.skip_line(0)
    if old_cursor.remaining or new_cursor.remaining:
        return None
    return old_cursor.boundaries, new_cursor.boundaries


class _TextCursor:
    """A position in a text: the remaining lines, the next one last, and the boundaries above it."""

    def __init__(self, logical_lines: LogicalLines) -> None:
        self.remaining = logical_lines.lines[::-1]
        self.row = self.number = 0
        self.boundaries = [AlignedBoundary(0, 0)]

    def skip_line(self, increment: int) -> LogicalLine:
        """Skip the next line, add the boundary below it, and add ``increment`` to its number."""
        line = self.remaining.pop()
        self.row += line.row_count
        self.number += increment
        self.boundaries.append(AlignedBoundary(self.row, self.number))
        return line


def _skip_to_same_count(old_cursor: _TextCursor, new_cursor: _TextCursor) -> bool:
    """Skip lines until both had equally many invariant tokens; return whether these are equal."""
    seen_tokens: tuple[list[str], list[str]] = ([], [])
    cursors = (old_cursor, new_cursor)
    while not seen_tokens[0] or len(seen_tokens[0]) != len(seen_tokens[1]):
        shorter = int(len(seen_tokens[1]) < len(seen_tokens[0]))
        cursor = cursors[shorter]
        if not cursor.remaining:
            return False
        invariant_tokens = cursor.remaining[-1].invariant_tokens
        cursor.skip_line(len(invariant_tokens))
        seen_tokens[shorter].extend(invariant_tokens)
    return seen_tokens[0] == seen_tokens[1]


def _has_invariant_tokens(line: LogicalLine) -> bool:
    if line.faultless_code is None:
        return bool(line.invariant_tokens)
    if line.faultless_code:
        return bool(line.faultless_code.strip(_VARIABLE_CHARACTERS))
    return not line.is_blank  # it is a comment
