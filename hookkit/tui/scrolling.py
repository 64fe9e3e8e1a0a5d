"""The rules of scrolling: the cursor stays visible, and follows the lines that are shown."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from hookkit.tui.hunk_groups import group_lines
from hookkit.tui.review_state import ReviewState
from hookkit.tui.screen_layout import Screen, hunk_starts, pane_areas


def scroll_to_cursor(state: ReviewState, screen: Screen) -> ReviewState:
    """Scroll until the cursors are visible; of a hunk that is too high, the beginning is shown."""
    areas = pane_areas(state, screen)
    if areas.groups is not None:
        line = group_lines(state.groups).index(state.group_index)
        # The heading above the group is shown too.
        top = min(state.groups_top, max(line - 1, 0))
        state = replace(state, groups_top=max(top, line - areas.groups.height + 1))
    if areas.hunks is not None and state.shown_hunk_numbers:
        first_lines = hunk_starts(state, screen)
        first, last = first_lines[state.hunk_index], first_lines[state.hunk_index + 1]
        top = max(min(state.hunks_top, first), min(first, last - areas.hunks.height))
        state = replace(state, hunks_top=max(top, 0))
    return state


def scroll_if_hidden(state: ReviewState, screen: Screen) -> ReviewState:
    """Scroll as ``scroll_to_cursor`` does, if that is necessary.

    It is not if the hunks are shown alone and a part of the hunk under the cursor is visible.
    """
    areas = pane_areas(state, screen)
    if areas.groups is None and areas.hunks is not None and state.shown_hunk_numbers:
        first, last = hunk_starts(state, screen)[state.hunk_index : state.hunk_index + 2]
        if first < state.hunks_top + areas.hunks.height and last > state.hunks_top:
            return state
    return scroll_to_cursor(state, screen)


def scroll_hunks(state: ReviewState, lines: int, screen: Screen) -> ReviewState:
    """Scroll the hunks by ``lines`` and move the cursor to a visible hunk.

    The cursor stays on its hunk while the head of the hunk is visible. If no head is visible, the
    cursor is on the hunk that fills the screen. At an end, where nothing can be scrolled, the
    cursor moves to the last or the first hunk.
    """
    area, first_lines = pane_areas(state, screen).hunks, hunk_starts(state, screen)
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
