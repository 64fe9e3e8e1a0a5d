"""The state of a review on the screen: answers, focused pane, cursors, scroll positions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.terminal.rows import Row
from hookkit.tui.hunk_choices import HunkChoices, HunkGroup, group_hunks
from hookkit.tui.pane_areas import PaneAreas, PaneName, divide_screen

DialogName = Literal["help", "place", "quit"]

HEADINGS = {"file": "Files", "rule": "Rules"}


class Dialog(NamedTuple):
    """A dialog in place of the panes.

    ``keys`` are the characters that end the interface, ``top`` is the first visible line.
    """

    name: DialogName
    keys: str
    rows: tuple[Row, ...]
    top: int = 0


MakePlacementDialog = Callable[[HunkChoices], "Dialog | None"]
"""Makes the dialog that asks for the place of the taken hunks; None if there is nothing to ask."""


class View(NamedTuple):
    """The size of the screen in cells, and the functions that keys and scrolling depend on.

    ``height_of_hunk`` gives the number of lines of a hunk, ``parts_of`` its parts, each as a hunk.
    """

    width: int
    height: int
    height_of_hunk: Callable[[ReviewHunk], int]
    parts_of: Callable[[ReviewHunk], Sequence[ReviewHunk]]
    make_placement_dialog: MakePlacementDialog


@dataclass(frozen=True, slots=True)
class ReviewState:
    """All that the screen shows and the keys change.

    ``group_index`` and ``hunk_index`` are the cursors of the panes: an index into ``groups``, and
    an index into the hunks of that group. ``hunks_top`` and ``groups_top`` are the first visible
    lines of the panes, ``left_column`` is the first visible column of code. ``range_start`` is the
    index of the hunk where a range begins, None without a range. ``search`` is the last search,
    ``typed_search`` the search that is being typed, None if none is. ``message`` is shown until the
    next key.
    """

    hunk_choices: HunkChoices
    groups: tuple[HunkGroup, ...]
    pane: PaneName = "hunks"
    group_index: int = 0
    hunk_index: int = 0
    hunks_top: int = 0
    groups_top: int = 0
    left_column: int = 0
    range_start: int | None = None
    is_zoomed: bool = False
    search: str = ""
    typed_search: str | None = None
    message: str = ""
    dialog: Dialog | None = None

    @property
    def shown_hunk_numbers(self) -> tuple[int, ...]:
        """The numbers of the hunks of the group that is shown."""
        return self.groups[self.group_index].hunk_numbers

    @property
    def current_hunk_number(self) -> int | None:
        """The number of the hunk under the cursor, None if no hunk is shown."""
        return self.shown_hunk_numbers[self.hunk_index] if self.shown_hunk_numbers else None

    @property
    def range_ends(self) -> tuple[int, int]:
        """The first and the last index of the range; without a range, the cursor twice."""
        start = self.hunk_index if self.range_start is None else self.range_start
        return min(self.hunk_index, start), max(self.hunk_index, start)

    @property
    def selected_hunk_numbers(self) -> tuple[int, ...]:
        """The numbers of the hunks that a key changes: of a group, of a range, or of one hunk."""
        if self.pane == "hunk groups":
            return self.shown_hunk_numbers
        first, last = self.range_ends
        return self.shown_hunk_numbers[first : last + 1]


def initial_state(hunk_choices: HunkChoices) -> ReviewState:
    """Give the state that the interface begins with."""
    return ReviewState(hunk_choices, group_hunks(hunk_choices.hunks))


def pane_areas(state: ReviewState, view: View) -> PaneAreas:
    """Give the areas of the panes."""
    return divide_screen(view.width, view.height, state.pane, state.is_zoomed)


def hunk_starts(state: ReviewState, view: View) -> list[int]:
    """Give the number of the first line of each shown hunk, and then the number of all lines."""
    heights = (
        view.height_of_hunk(state.hunk_choices.hunks[each]) for each in state.shown_hunk_numbers
    )
    return list(accumulate(heights, initial=0))


def group_lines(groups: tuple[HunkGroup, ...]) -> list[int | str]:
    """Give the lines of the list of groups: the number of each group, with headings between."""
    lines: list[int | str] = []
    previous_kind = "all"
    for number, group in enumerate(groups):
        if group.kind != previous_kind:
            lines.append(HEADINGS[group.kind])
            previous_kind = group.kind
        lines.append(number)
    return lines


def scroll_to_cursor(state: ReviewState, view: View) -> ReviewState:
    """Scroll until the cursors are visible; of a hunk that is too high, the beginning is shown."""
    areas = pane_areas(state, view)
    if areas.groups is not None:
        line = group_lines(state.groups).index(state.group_index)
        # The heading above the group is shown too.
        top = min(state.groups_top, max(line - 1, 0))
        state = replace(state, groups_top=max(top, line - areas.groups.height + 1))
    if areas.hunks is not None and state.shown_hunk_numbers:
        first_lines = hunk_starts(state, view)
        first, last = first_lines[state.hunk_index], first_lines[state.hunk_index + 1]
        top = max(min(state.hunks_top, first), min(first, last - areas.hunks.height))
        state = replace(state, hunks_top=max(top, 0))
    return state


def scroll_if_hidden(state: ReviewState, view: View) -> ReviewState:
    """Scroll as ``scroll_to_cursor`` does, if that is necessary.

    It is not if the hunks are shown alone and a part of the hunk under the cursor is visible.
    """
    areas = pane_areas(state, view)
    if areas.groups is None and areas.hunks is not None and state.shown_hunk_numbers:
        first, last = hunk_starts(state, view)[state.hunk_index : state.hunk_index + 2]
        if first < state.hunks_top + areas.hunks.height and last > state.hunks_top:
            return state
    return scroll_to_cursor(state, view)


def scroll_hunks(state: ReviewState, lines: int, view: View) -> ReviewState:
    """Scroll the hunks by ``lines`` and move the cursor to a visible hunk.

    The cursor stays on its hunk while the head of the hunk is visible. If no head is visible, the
    cursor is on the hunk that fills the screen. At an end, where nothing can be scrolled, the
    cursor moves to the last or the first hunk.
    """
    area, first_lines = pane_areas(state, view).hunks, hunk_starts(state, view)
    if area is None or not state.shown_hunk_numbers:
        return state
    top = max(min(state.hunks_top + lines, first_lines[-1] - area.height), 0)
    if top == state.hunks_top:
        return replace(state, hunk_index=len(state.shown_hunk_numbers) - 1 if lines > 0 else 0)
    heads = [
        index for index, line in enumerate(first_lines[:-1]) if top <= line < top + area.height
    ]
    if state.hunk_index in heads:
        return replace(state, hunks_top=top)
    if heads:
        return replace(state, hunks_top=top, hunk_index=heads[0] if lines > 0 else heads[-1])
    return replace(state, hunks_top=top, hunk_index=bisect_right(first_lines, top) - 1)
