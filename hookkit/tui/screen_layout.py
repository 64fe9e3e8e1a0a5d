"""The layout of the screen: the areas of the panes, and the first line of each hunk in its pane."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.tui.review_state import PaneName, ReviewState

MIN_SIDE_BY_SIDE_WIDTH = 81
"""The number of columns from which the panes are side by side; up to 80 they are stacked."""

MIN_STACKED_HEIGHT = 16
"""The number of rows from which both panes are shown if they are stacked."""

MIN_GROUPS_WIDTH, MAX_GROUPS_WIDTH = 26, 44


class Area(NamedTuple):
    """A rectangle of the screen, in cells."""

    left: int
    top: int
    width: int
    height: int

    def contains(self, x: int, y: int) -> bool:
        """Whether a cell is in the area."""
        is_in_columns = self.left <= x < self.left + self.width
        return is_in_columns and self.top <= y < self.top + self.height


class PaneAreas(NamedTuple):
    """The areas of the two panes, None for a pane that is not shown.

    ``groups`` is the area of the list of groups, ``hunks`` that of the hunks of a group. If both
    are shown, a line of one cell separates them. ``body`` is the area of both together.
    """

    groups: Area | None
    hunks: Area | None
    body: Area


def divide_screen(width: int, height: int, pane: PaneName, is_zoomed: bool) -> PaneAreas:
    """Give the areas on a screen, with a row above for the title and a row below for the keys.

    On a small or zoomed screen, the focused pane gets the whole body. ``width`` and ``height`` are
    in cells; ``pane`` is the focused pane.
    """
    body = Area(0, min(1, height), max(width, 1), max(height - 2, 1))
    if not is_zoomed and width >= MIN_SIDE_BY_SIDE_WIDTH:
        left = max(MIN_GROUPS_WIDTH, min(width // 3, MAX_GROUPS_WIDTH))
        right = Area(left + 1, body.top, width - left - 1, body.height)
        return PaneAreas(body._replace(width=left), right, body)
    if not is_zoomed and body.height >= MIN_STACKED_HEIGHT:
        top_height = max(body.height // 3, 5)
        below = Area(0, body.top + top_height + 1, body.width, body.height - top_height - 1)
        return PaneAreas(body._replace(height=top_height), below, body)
    return PaneAreas(
        body if pane == "hunk groups" else None, body if pane == "hunks" else None, body
    )


class Screen(NamedTuple):
    """The size of the screen in cells, and a function that gives the number of lines of a hunk."""

    width: int
    height: int
    height_of_hunk: Callable[[ReviewHunk], int]


def pane_areas(state: ReviewState, screen: Screen) -> PaneAreas:
    """Give the areas of the panes."""
    return divide_screen(screen.width, screen.height, state.pane, state.is_zoomed)


def hunk_starts(state: ReviewState, screen: Screen) -> list[int]:
    """Give the number of the first line of each shown hunk, and then the number of all lines."""
    heights = (
        screen.height_of_hunk(state.hunk_choices.hunks[each]) for each in state.shown_hunk_numbers
    )
    return list(accumulate(heights, initial=0))
