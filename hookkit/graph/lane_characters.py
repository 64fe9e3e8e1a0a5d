"""The characters that draw the lanes of a row: two for each lane, the commit and the edges."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.graph.commit_positions import CommitPosition
from hookkit.graph.positioned_rows import PositionedRow

ELLIPSIS = "…"
CONTINUATION_SIGN = "┊"
"""The sign of a lane that continues below the last row."""


class Cell(NamedTuple):
    """A character, and the lane that gives it its colour."""

    char: str
    lane: int


def _sign_of(row: PositionedRow) -> str:
    """Give the sign of a commit: one for HEAD, others for merges, hollow if no remote has it."""
    commit = row.commit
    if row.is_head:
        return "◉"
    if commit.is_merge:
        return "◇" if commit.is_unpushed else "◆"
    return "○" if commit.is_unpushed else "●"


def cells_of(row: PositionedRow, max_lanes: int) -> list[Cell]:
    """Give the characters of a row, with at most ``max_lanes`` lanes."""
    position, sign = row.position, _sign_of(row)
    lanes = position.lane_count
    cells = [
        each for lane in range(min(lanes, max_lanes)) for each in _lane_cells(position, lane, sign)
    ]
    if lanes <= max_lanes:
        return cells[:-1]
    last = sign if position.lane >= max_lanes - 1 else ELLIPSIS
    return [*cells[:-2], Cell(last, max_lanes - 1)]


def _lane_cells(position: CommitPosition, lane: int, sign: str) -> tuple[Cell, Cell]:
    """Give the character in a lane, and the character to its right, before the next lane."""
    bent_lanes = {edge.lane for edge in (*position.incoming_edges, *position.outgoing_edges)}
    left, right = min([position.lane, *bent_lanes]), max([position.lane, *bent_lanes])
    colour = _colour_lane(position, bent_lanes, lane)
    gap = Cell("─", _colour_lane(position, bent_lanes, lane + (lane >= position.lane)))
    char = _char(position, lane, sign, is_between=left < lane < right)
    return Cell(char, colour), gap if left <= lane < right else Cell(" ", lane)


def _colour_lane(position: CommitPosition, bent_lanes: set[int], lane: int) -> int:
    """Give the lane that colours a cell: the one of the nearest edge that bends there or beyond."""
    if (
        lane == position.lane
        or lane in bent_lanes
        or lane in {edge.lane for edge in position.passing_edges}
    ):
        return lane
    if lane > position.lane:
        return min((each for each in bent_lanes if each >= lane), default=lane)
    return max((each for each in bent_lanes if each <= lane), default=lane)


def _char(position: CommitPosition, lane: int, sign: str, is_between: bool) -> str:
    if lane == position.lane:
        return sign
    incoming_lanes = {edge.lane for edge in position.incoming_edges}
    outgoing_lanes = {edge.lane for edge in position.outgoing_edges}
    is_right = lane > position.lane
    if lane in incoming_lanes:
        return "┴" if is_between else "╯" if is_right else "╰"
    if lane in outgoing_lanes:
        return "┬" if is_between else "╮" if is_right else "╭"
    if any(edge.lane == lane for edge in position.passing_edges):
        return "┼" if is_between else "│"
    return "─" if is_between else " "


def edges_below(position: CommitPosition, max_lanes: int) -> str:
    """Draw the edges that continue below the last row."""
    continued_lanes = {edge.lane for edge in (*position.passing_edges, *position.outgoing_edges)}
    lanes = min(max(continued_lanes, default=-1) + 1, max_lanes)
    return " ".join(CONTINUATION_SIGN if lane in continued_lanes else " " for lane in range(lanes))
