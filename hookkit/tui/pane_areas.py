"""The areas of the panes on a screen: side by side, stacked, or one alone."""

from __future__ import annotations

from typing import Literal, NamedTuple

PaneName = Literal["hunk groups", "hunks"]
"""The panes: the list of groups (all hunks, those of a file, those of a rule), and the hunks of the
group under the cursor."""

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
