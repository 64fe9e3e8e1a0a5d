"""Draw the lanes of a row as characters: two columns for each lane, the commit and the edges."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.graph.commit_layout import PlacedCommit
from hookkit.graph.drawn_rows import DrawnRow

ELLIPSIS = "…"
CONTINUED = "┊"

SIGNS = "●○◆◇◉│─╮╭╯╰┬┴┼┊✓✗→▸…"
"""All non-ASCII signs of a picture."""

ASCII = str.maketrans(SIGNS, "*oMm@|-.,'`+++:+x>>~")
"""The ASCII replacement of each sign, for an encoding that lacks it."""


class Cell(NamedTuple):
    """A character, and the lane that gives it its colour."""

    char: str
    lane: int


def sign_of(drawn: DrawnRow) -> str:
    """Give the sign of a commit: one for HEAD, others for merges, hollow if no remote has it."""
    shown = drawn.commit
    if drawn.is_head:
        return "◉"
    if shown.is_merge:
        return "◇" if shown.is_new else "◆"
    return "○" if shown.is_new else "●"


def cells_of(drawn: DrawnRow, most: int) -> list[Cell]:
    """Give the characters of a row, with at most ``most`` lanes."""
    placed = drawn.position
    lanes = min(placed.lanes, most)
    cells = [each for lane in range(lanes) for each in _lane_cells(placed, lane, sign_of(drawn))]
    if placed.lanes <= most:
        return cells[:-1]
    sign = sign_of(drawn) if placed.lane >= most - 1 else ELLIPSIS
    return [*cells[:-2], Cell(sign, most - 1)]


def _lane_cells(placed: PlacedCommit, lane: int, sign: str) -> tuple[Cell, Cell]:
    """Give the character in a lane, and the character to its right, before the next lane."""
    across = {edge.lane for edge in (*placed.ends, *placed.begins)}
    left, right = min([placed.lane, *across]), max([placed.lane, *across])
    colour = _colour_lane(placed, across, lane)
    gap = Cell("─", _colour_lane(placed, across, lane + (lane >= placed.lane)))
    return Cell(_char(placed, lane, sign), colour), gap if left <= lane < right else Cell(" ", lane)


def _colour_lane(placed: PlacedCommit, across: set[int], lane: int) -> int:
    """Give the lane that colours a cell: the one of the nearest edge that bends there or beyond."""
    if lane == placed.lane or lane in across or lane in {edge.lane for edge in placed.passing}:
        return lane
    if lane > placed.lane:
        return min((each for each in across if each >= lane), default=lane)
    return max((each for each in across if each <= lane), default=lane)


def _char(placed: PlacedCommit, lane: int, sign: str) -> str:
    if lane == placed.lane:
        return sign
    ends = {edge.lane for edge in placed.ends}
    begins = {edge.lane for edge in placed.begins}
    across = ends | begins | {placed.lane}
    is_between = min(across) < lane < max(across)
    is_right = lane > placed.lane
    if lane in ends:
        return "┴" if is_between else "╯" if is_right else "╰"
    if lane in begins:
        return "┬" if is_between else "╮" if is_right else "╭"
    if any(edge.lane == lane for edge in placed.passing):
        return "┼" if is_between else "│"
    return "─" if is_between else " "


def edges_below(placed: PlacedCommit, most: int) -> str:
    """Draw the edges that continue below the last row."""
    live = {edge.lane for edge in (*placed.passing, *placed.begins)}
    lanes = min(max(live, default=-1) + 1, most)
    return " ".join(CONTINUED if lane in live else " " for lane in range(lanes))
