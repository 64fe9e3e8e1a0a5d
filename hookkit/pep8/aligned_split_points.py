"""The places at which two texts of one program may be cut, without the tokens of what both have.

A fix leaves most lines as they are. Where two texts have had the same tokens so far, a line that is
the same in both keeps it so, whatever its tokens are; only the others are compared by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, SplitPoint, read_lines

_NO_LANDMARKS = "(),; "
"""The signs of a plain line that are no landmarks: see ``line_tokens``."""


def aligned_split_points(
    before: str, after: str
) -> tuple[Sequence[SplitPoint], Sequence[SplitPoint]] | None:
    r"""Give the places at which two texts may be cut, with numbers that tell which are the same.

    Two places have one number where as many landmarks are above them
    (``logical_lines.split_points``); the numbers themselves are others. None is given for texts
    that are not read line by line, or that have not the same landmarks. Lines end with ``\n``.
    """
    old, new = read_lines(before), read_lines(after)
    if old is None or new is None:
        return None
    left, right = _Side(old), _Side(new)
    while left.rest and right.rest:
        line, other = left.rest[-1], right.rest[-1]
        if line is other:
            weight = int(_has_landmarks(line))
            left.pass_line(weight)
            right.pass_line(weight)
        elif not _has_landmarks(line):
            left.pass_line(0)
        elif not _has_landmarks(other):
            right.pass_line(0)
        elif not _pass_different(left, right):
            return None
    for side in (left, right):
        while side.rest and not _has_landmarks(side.rest[-1]):
            side.pass_line(0)
    return None if left.rest or right.rest else (left.points, right.points)


class _Side:
    """A text on the way through it: the lines that are left, the next one last, and the places."""

    def __init__(self, logical: LogicalLines) -> None:
        self.rest = logical.lines[::-1]
        self.row = self.number = 0
        self.points = [SplitPoint(0, 0)]

    def pass_line(self, weight: int) -> LogicalLine:
        """Go behind the next line, which counts for so many landmarks."""
        line = self.rest.pop()
        self.row += line.height
        self.number += weight
        self.points.append(SplitPoint(self.row, self.number))
        return line


def _pass_different(left: _Side, right: _Side) -> bool:
    """Go on until both have had as many landmarks; whether these are the same."""
    found: tuple[list[str], list[str]] = ([], [])
    sides = (left, right)
    while not found[0] or len(found[0]) != len(found[1]):
        shorter = int(len(found[1]) < len(found[0]))
        side = sides[shorter]
        if not side.rest:
            return False
        landmarks = side.rest[-1].landmarks
        side.pass_line(len(landmarks))
        found[shorter].extend(landmarks)
    return found[0] == found[1]


def _has_landmarks(line: LogicalLine) -> bool:
    if line.code is None:
        return bool(line.landmarks)
    if line.code:
        return bool(line.code.strip(_NO_LANDMARKS))
    return not line.is_blank  # it is a comment
