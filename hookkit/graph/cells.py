"""The lanes of a row as characters: two columns a lane, the commit among the lines."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.graph.drawn_rows import Drawn
from hookkit.graph.lanes import Placed

MORE = "…"
DOWN = "┊"

SIGNS = "●○◆◇◉│─╮╭╯╰┬┴┼┊✓✗→▸…"
"""All signs of a picture."""

ASCII = str.maketrans(SIGNS, "*oMm@|-.,'`+++:+x>>~")
"""How they look where the encoding has none of them."""


class Cell(NamedTuple):
    """A character, and the lane whose colour it has."""

    char: str
    lane: int


def sign_of(drawn: Drawn) -> str:
    """Give the sign of a commit: a merge, one that no remote has, the one that HEAD is at."""
    shown = drawn.shown
    if drawn.is_head:
        return "◉"
    if shown.is_merge:
        return "◇" if shown.is_new else "◆"
    return "○" if shown.is_new else "●"


def cells_of(drawn: Drawn, most: int) -> list[Cell]:
    """Give the characters of a row, of which at most ``most`` lanes are drawn."""
    placed = drawn.placed
    lanes = min(placed.lanes, most)
    cells = [each for lane in range(lanes) for each in _pair(placed, lane, sign_of(drawn))]
    if placed.lanes <= most:
        return cells[:-1]
    sign = sign_of(drawn) if placed.lane >= most - 1 else MORE
    return [*cells[:-2], Cell(sign, most - 1)]


def _pair(placed: Placed, lane: int, sign: str) -> tuple[Cell, Cell]:
    """Give the character in a lane, and the one to the right of it."""
    across = {line.lane for line in (*placed.ends, *placed.begins)}
    left, right = min([placed.lane, *across]), max([placed.lane, *across])
    owner = _owner(placed, across, lane)
    gap = Cell("─", _owner(placed, across, lane + (lane >= placed.lane)))
    return Cell(_char(placed, lane, sign), owner), gap if left <= lane < right else Cell(" ", lane)


def _owner(placed: Placed, across: set[int], lane: int) -> int:
    """Give the lane of the line that is at ``lane``: the nearest that bends there or beyond."""
    if lane == placed.lane or lane in across or lane in {line.lane for line in placed.passing}:
        return lane
    if lane > placed.lane:
        return min((each for each in across if each >= lane), default=lane)
    return max((each for each in across if each <= lane), default=lane)


def _char(placed: Placed, lane: int, sign: str) -> str:
    if lane == placed.lane:
        return sign
    ends = {line.lane for line in placed.ends}
    begins = {line.lane for line in placed.begins}
    across = ends | begins | {placed.lane}
    is_between = min(across) < lane < max(across)
    is_right = lane > placed.lane
    if lane in ends:
        return "┴" if is_between else "╯" if is_right else "╰"
    if lane in begins:
        return "┬" if is_between else "╮" if is_right else "╭"
    if any(line.lane == lane for line in placed.passing):
        return "┼" if is_between else "│"
    return "─" if is_between else " "


def below_of(placed: Placed, most: int) -> str:
    """Give what is drawn below the last row: the lines that go on."""
    live = {line.lane for line in (*placed.passing, *placed.begins)}
    lanes = min(max(live, default=-1) + 1, most)
    return " ".join(DOWN if lane in live else " " for lane in range(lanes))
