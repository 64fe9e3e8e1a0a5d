"""The state of the interface: the marks, the focused pane, the cursors, the scrolled lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.terminal.rows import Row
from hookkit.tui.hunk_groups import Group, groups_of
from hookkit.tui.layout import Layout, PaneName, lay_out
from hookkit.tui.marks import Marks

DialogName = Literal["help", "place", "quit"]

HEADINGS = {"file": "Files", "rule": "Rules"}


class Dialog(NamedTuple):
    """A dialog over the hunks: its keys, its lines, the first line in sight."""

    name: DialogName
    keys: str
    rows: tuple[Row, ...]
    top: int = 0


PlaceDialog = Callable[[Marks], "Dialog | None"]
"""Asks where what is marked goes; None where there is nothing to ask."""


class View(NamedTuple):
    """What the state depends on: the size of the screen, and functions of hunks.

    ``height_of`` gives how many lines a hunk has, ``parts_of`` the parts of one as hunks.
    """

    width: int
    height: int
    height_of: Callable[[ReviewHunk], int]
    parts_of: Callable[[ReviewHunk], Sequence[ReviewHunk]]
    place_dialog: PlaceDialog


@dataclass(frozen=True, slots=True)
class State:
    """All that the screen shows and the keys change.

    ``group`` and ``cursor`` are the cursors of the panes: an index of ``groups``, and one of the
    hunks of that group. ``top`` and ``groups_top`` are the first lines in sight, ``left`` the first
    column of code. ``anchor`` is where a range begins, ``typed`` a search that is being typed,
    ``note`` a message that is shown until the next key.
    """

    marks: Marks
    groups: tuple[Group, ...]
    pane: PaneName = "hunks"
    group: int = 0
    cursor: int = 0
    top: int = 0
    groups_top: int = 0
    left: int = 0
    anchor: int | None = None
    is_zoomed: bool = False
    search: str = ""
    typed: str | None = None
    note: str = ""
    dialog: Dialog | None = None

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the hunks of the group that is shown."""
        return self.groups[self.group].hunks

    @property
    def current(self) -> int | None:
        """The number of the hunk under the cursor, None where there is none."""
        return self.shown[self.cursor] if self.shown else None

    @property
    def wanted(self) -> tuple[int, ...]:
        """The numbers of the hunks that a key changes: a group, a range, or one."""
        if self.pane == "groups":
            return self.shown
        first, last = sorted((self.cursor, self.cursor if self.anchor is None else self.anchor))
        return self.shown[first : last + 1]


def initial_state(marks: Marks) -> State:
    """Give the state in which the interface begins."""
    return State(marks, groups_of(marks.hunks))


def layout_of(state: State, view: View) -> Layout:
    """Give where the panes are."""
    return lay_out(view.width, view.height, state.pane, state.is_zoomed)


def hunk_starts(state: State, view: View) -> list[int]:
    """Give the first line of each shown hunk, and at the end the number of all lines."""
    heights = (view.height_of(state.marks.hunks[each]) for each in state.shown)
    return list(accumulate(heights, initial=0))


def group_lines(groups: tuple[Group, ...]) -> list[int | str]:
    """Give the lines of the list of groups: the number of each, with headings between them."""
    lines: list[int | str] = []
    before = "all"
    for number, group in enumerate(groups):
        if group.kind != before:
            lines.append(HEADINGS[group.kind])
            before = group.kind
        lines.append(number)
    return lines


def scrolled_to_cursor(state: State, view: View) -> State:
    """Scroll until the cursors are in sight, of a hunk that is too high its beginning."""
    layout = layout_of(state, view)
    if layout.groups is not None:
        line = group_lines(state.groups).index(state.group)
        # With the heading above.
        top = min(state.groups_top, max(line - 1, 0))
        state = replace(state, groups_top=max(top, line - layout.groups.height + 1))
    if layout.hunks is not None and state.shown:
        hunk_lines = hunk_starts(state, view)
        first, last = hunk_lines[state.cursor], hunk_lines[state.cursor + 1]
        top = max(min(state.top, first), min(first, last - layout.hunks.height))
        state = replace(state, top=max(top, 0))
    return state


def kept_in_sight(state: State, view: View) -> State:
    """Scroll as ``scrolled_to_cursor`` does where nothing of the hunk under the cursor is shown."""
    layout, hunk_lines = layout_of(state, view), hunk_starts(state, view)
    if layout.hunks is not None and state.shown:
        first, last = hunk_lines[state.cursor], hunk_lines[state.cursor + 1]
        if first < state.top + layout.hunks.height and last > state.top and layout.groups is None:
            return state
    return scrolled_to_cursor(state, view)


def scrolled(state: State, lines: int, view: View) -> State:
    """Scroll the hunks by some lines and move the cursor along, at an end to the last hunk there.

    It stays where it is while its head is in sight, or where its hunk fills the screen.
    """
    area, hunk_lines = layout_of(state, view).hunks, hunk_starts(state, view)
    if area is None or not state.shown:
        return state
    top = max(min(state.top + lines, hunk_lines[-1] - area.height), 0)
    if top == state.top:
        return replace(state, cursor=len(state.shown) - 1 if lines > 0 else 0)
    heads = [index for index, line in enumerate(hunk_lines[:-1]) if top <= line < top + area.height]
    if state.cursor in heads:
        return replace(state, top=top)
    if heads:
        return replace(state, top=top, cursor=heads[0] if lines > 0 else heads[-1])
    return replace(state, top=top, cursor=bisect_right(hunk_lines, top) - 1)
