"""The lanes of a row as paths of an SVG. The middle of the row's height is 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hookkit.graph.lanes import Placed
from hookkit.graph.lines import LANES

LANE = 16
"""The width of a lane."""
_BEND = 8


class Path(NamedTuple):
    """A path, and the number of its colour."""

    colour: int
    path: str


def x_of(lane: int) -> int:
    """Give the middle of a lane."""
    return LANE * lane + LANE // 2


def paths_of(placed: Placed, half: int) -> Iterator[Path]:
    """Give the lines of a row that is twice ``half`` high, those that go by first."""
    for line in placed.passing:
        yield Path(line.lane % LANES, f"M{x_of(line.lane)}-{half}V{half}")
    for line in placed.ends:
        yield Path(line.lane % LANES, _bent(placed.lane, line.lane, -half))
    for line in placed.begins:
        yield Path(line.lane % LANES, _bent(placed.lane, line.lane, half))


def _bent(own: int, lane: int, end: int) -> str:
    """Give the path from a commit to the upper or lower edge of its row, in another lane."""
    if own == lane:
        return f"M{x_of(own)} 0V{end}"
    side = _BEND if lane > own else -_BEND
    down = _BEND if end > 0 else -_BEND
    x = x_of(lane)
    return f"M{x_of(own)} 0H{x - side}Q{x} 0 {x} {down}V{end}"
