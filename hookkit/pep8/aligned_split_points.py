"""The points at which two texts of one program may be split, found without most of their tokens.

A fix leaves most lines as they are. Lines that are the same in both texts are skipped together
without reading their tokens; only the other lines are compared by their tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, SplitPoint, read_lines

_NO_LANDMARKS = "(),; "
"""The characters of a plain line that are no landmarks: see ``line_tokens``."""


def aligned_split_points(
    before: str, after: str
) -> tuple[Sequence[SplitPoint], Sequence[SplitPoint]] | None:
    r"""Give the points at which two texts may be split, with numbers that identify equal points.

    Two points have the same number if the same number of landmarks is above them
    (``logical_lines.split_points``), but a number is not the count of landmarks. The result is None
    if the texts cannot be read line by line, or their landmarks differ. Lines must end with ``\n``.
    """
    old, new = read_lines(before), read_lines(after)
    if old is None or new is None:
        return None
    left, right = _Side(old), _Side(new)
    while left.remaining and right.remaining:
        line, other = left.remaining[-1], right.remaining[-1]
        if line is other:
            landmarks = int(_has_landmarks(line))
            left.skip_line(landmarks)
            right.skip_line(landmarks)
        elif not _has_landmarks(line):
            left.skip_line(0)
        elif not _has_landmarks(other):
            right.skip_line(0)
        elif not _skip_different(left, right):
            return None
    for side in (left, right):
        while side.remaining and not _has_landmarks(side.remaining[-1]):
            side.skip_line(0)
    return None if left.remaining or right.remaining else (left.points, right.points)


class _Side:
    """One of the texts: its remaining lines, the next one last, and the points found so far."""

    def __init__(self, logical: LogicalLines) -> None:
        self.remaining = logical.lines[::-1]
        self.row = self.number = 0
        self.points = [SplitPoint(0, 0)]

    def skip_line(self, landmarks: int) -> LogicalLine:
        """Skip the next line and add the point after it; the number grows by ``landmarks``."""
        line = self.remaining.pop()
        self.row += line.height
        self.number += landmarks
        self.points.append(SplitPoint(self.row, self.number))
        return line


def _skip_different(left: _Side, right: _Side) -> bool:
    """Skip lines until both sides had equally many landmarks; return whether these are equal."""
    seen: tuple[list[str], list[str]] = ([], [])
    sides = (left, right)
    while not seen[0] or len(seen[0]) != len(seen[1]):
        shorter = int(len(seen[1]) < len(seen[0]))
        side = sides[shorter]
        if not side.remaining:
            return False
        landmarks = side.remaining[-1].landmarks
        side.skip_line(len(landmarks))
        seen[shorter].extend(landmarks)
    return seen[0] == seen[1]


def _has_landmarks(line: LogicalLine) -> bool:
    if line.code is None:
        return bool(line.landmarks)
    if line.code:
        return bool(line.code.strip(_NO_LANDMARKS))
    return not line.is_blank  # it is a comment
