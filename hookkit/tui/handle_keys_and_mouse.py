"""The effect of each key, each click and the mouse wheel on the state of the interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from hookkit.corrections.review.hunk_answers import is_text_in
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.tui.dialogs import help_dialog, quit_dialog
from hookkit.tui.hunk_choices import (
    HunkChoices,
    refuse_hunks,
    replace_hunk_by_parts,
    toggle_hunks,
)
from hookkit.tui.hunk_groups import group_hunks, group_lines
from hookkit.tui.review_state import Dialog, MakePlacementDialog, ReviewState
from hookkit.tui.screen_layout import Screen, hunk_starts, pane_areas
from hookkit.tui.scrolling import scroll_hunks, scroll_to_cursor

MOUSE_KEY = "m"
INTERRUPT = "ctrl+c"
MARK_WIDTH = 5
"""The number of columns, up to the end of the mark ``[x]``, in which a click toggles the mark."""

WHEEL_LINES = 3


class ReviewEnd(NamedTuple):
    """The key that ended the interface, and its last state.

    ``key`` is a key of the placement dialog, ``q``, MOUSE_KEY or INTERRUPT. After MOUSE_KEY, the
    interface is started again with ``state``.
    """

    key: str
    state: ReviewState


class KeyContext(NamedTuple):
    """What the effect of a key depends on besides the state.

    ``parts_of`` gives the parts of a hunk, each as a hunk.
    """

    screen: Screen
    parts_of: Callable[[ReviewHunk], Sequence[ReviewHunk]]
    make_placement_dialog: MakePlacementDialog


KeyHandler = Callable[[ReviewState, KeyContext], "ReviewState | ReviewEnd"]


def handle_key(state: ReviewState, key: str, context: KeyContext) -> ReviewState | ReviewEnd:
    """Give the state after a key; ``key`` is a character or the name of another key."""
    if key == INTERRUPT:
        return ReviewEnd(INTERRUPT, state)
    state = replace(state, message="")
    if state.typed_search is not None:
        return _handle_search_key(state, state.typed_search, key, context)
    if state.dialog is not None:
        return _handle_dialog_key(state, state.dialog, key, context)
    handler = _KEY_HANDLERS.get(key)
    return state if handler is None else handler(state, context)


def _handle_search_key(
    state: ReviewState, typed: str, key: str, context: KeyContext
) -> ReviewState:
    """Handle a key while a search is typed; Enter goes to the next hunk with the text."""
    if key == "escape":
        return replace(state, typed_search=None)
    if key == "enter":
        state_after = replace(state, typed_search=None, search=typed or state.search)
        return _find(state_after, context, 1)
    if key == "backspace":
        return replace(state, typed_search=typed[:-1])
    character = " " if key == "space" else key
    return replace(state, typed_search=typed + character) if len(character) == 1 else state


def _handle_dialog_key(
    state: ReviewState, dialog: Dialog, key: str, context: KeyContext
) -> ReviewState | ReviewEnd:
    if key in _CLOSING_KEYS and not (key == "q" and dialog.name == "quit"):
        return replace(state, dialog=None)
    if dialog.name == "quit" and key == "c":
        return _open_placement(replace(state, dialog=None), context)
    if key in dialog.keys and len(key) == 1:
        return ReviewEnd(key, state)
    if key == "enter" and len(dialog.keys) == 1 and dialog.name == "place":
        return ReviewEnd(dialog.keys, state)
    top = dialog.top + _SCROLL_LINES.get(key, 0)
    return replace(state, dialog=dialog._replace(top=max(min(top, len(dialog.rows) - 1), 0)))


_CLOSING_KEYS = ("escape", "q", "backspace", "left", "h", "?")
_SCROLL_LINES: Mapping[str, int] = {
    **{"j": 1, "down": 1, "k": -1, "up": -1},
    **{"pagedown": 5, "space": 5, "pageup": -5},
}


def _move_by(offset: int) -> KeyHandler:
    def handle(state: ReviewState, context: KeyContext) -> ReviewState:
        return _move_cursor(state, offset, context)

    return handle


def _move_cursor(state: ReviewState, offset: int, context: KeyContext) -> ReviewState:
    """Move the cursor of the focused pane."""
    if state.pane == "hunk groups":
        group = max(min(state.group_index + offset, len(state.groups) - 1), 0)
        state = replace(state, group_index=group, hunk_index=0, hunks_top=0, range_start=None)
    else:
        state = replace(
            state,
            hunk_index=max(min(state.hunk_index + offset, len(state.shown_hunk_numbers) - 1), 0),
        )
    return scroll_to_cursor(state, context.screen)


def _scroll_by(fraction: float) -> KeyHandler:
    def handle(state: ReviewState, context: KeyContext) -> ReviewState:
        areas = pane_areas(state, context.screen)
        height = areas.body.height if areas.hunks is None else areas.hunks.height
        lines = max(int(abs(fraction) * height), 1) * (1 if fraction > 0 else -1)
        if state.pane == "hunk groups":
            return _move_cursor(state, lines, context)
        return scroll_hunks(state, lines, context.screen)

    return handle


def _shift_columns(columns: int) -> KeyHandler:
    def handle(state: ReviewState, context: KeyContext) -> ReviewState:
        return replace(state, left_column=max(state.left_column + columns, 0))

    return handle


def _focus_groups(state: ReviewState, context: KeyContext) -> ReviewState:
    return scroll_to_cursor(replace(state, pane="hunk groups", range_start=None), context.screen)


def _focus_hunks(state: ReviewState, context: KeyContext) -> ReviewState:
    return scroll_to_cursor(replace(state, pane="hunks"), context.screen)


def _focus_other_pane(state: ReviewState, context: KeyContext) -> ReviewState:
    return (
        _focus_hunks(state, context)
        if state.pane == "hunk groups"
        else _focus_groups(state, context)
    )


def _toggle(state: ReviewState, context: KeyContext) -> ReviewState:
    return _toggle_selected(state)


def _toggle_selected(state: ReviewState) -> ReviewState:
    return replace(
        state,
        hunk_choices=toggle_hunks(state.hunk_choices, state.selected_hunk_numbers),
        range_start=None,
    )


def _enter(state: ReviewState, context: KeyContext) -> ReviewState:
    """Open the group, or toggle the hunk and go to the next one."""
    if state.pane == "hunk groups":
        return _focus_hunks(state, context)
    _, last = state.range_ends
    return _move_cursor(replace(_toggle_selected(state), hunk_index=last), 1, context)


def _toggle_all(state: ReviewState, context: KeyContext) -> ReviewState:
    return replace(
        state,
        hunk_choices=toggle_hunks(state.hunk_choices, state.shown_hunk_numbers),
        range_start=None,
    )


def _refuse(state: ReviewState, context: KeyContext) -> ReviewState:
    return replace(
        state,
        hunk_choices=refuse_hunks(state.hunk_choices, state.selected_hunk_numbers),
        range_start=None,
    )


def _toggle_range(state: ReviewState, context: KeyContext) -> ReviewState:
    """Begin a range at the cursor, or end it."""
    if state.pane == "hunk groups":
        return replace(state, message="a range has hunks only")
    return replace(state, range_start=state.hunk_index if state.range_start is None else None)


def _split(state: ReviewState, context: KeyContext) -> ReviewState:
    """Replace the hunk by its parts."""
    number = state.current_hunk_number
    parts = context.parts_of(state.hunk_choices.hunks[number]) if number is not None else ()
    if state.pane == "hunk groups" or number is None or len(parts) < 2:
        return replace(state, message="it cannot be split")
    return _replace_hunks(state, replace_hunk_by_parts(state.hunk_choices, number, parts), context)


def _undo(state: ReviewState, context: KeyContext) -> ReviewState:
    """Take the last choice back."""
    previous_choices = state.hunk_choices.previous
    if previous_choices is None:
        return replace(state, message="nothing is chosen yet")
    if previous_choices.hunks is state.hunk_choices.hunks:
        return replace(state, hunk_choices=previous_choices, message="taken back")
    return replace(_replace_hunks(state, previous_choices, context), message="taken back")


def _replace_hunks(
    state: ReviewState, hunk_choices: HunkChoices, context: KeyContext
) -> ReviewState:
    """Replace the hunks after a split or its undo; the cursors keep their places if possible."""
    groups = group_hunks(hunk_choices.hunks)
    previous_group = state.groups[state.group_index]
    group_keys = [(each.kind, each.name) for each in groups]
    group_key = (previous_group.kind, previous_group.name)
    group = group_keys.index(group_key) if group_key in group_keys else 0
    cursor = min(state.hunk_index, len(groups[group].hunk_numbers) - 1)
    state = replace(
        state,
        hunk_choices=hunk_choices,
        groups=groups,
        group_index=group,
        hunk_index=cursor,
        range_start=None,
    )
    return scroll_to_cursor(state, context.screen)


def _begin_search(state: ReviewState, context: KeyContext) -> ReviewState:
    return replace(state, typed_search="")


def _find_next(direction: int) -> KeyHandler:
    def handle(state: ReviewState, context: KeyContext) -> ReviewState:
        return _find(state, context, direction)

    return handle


def _find(state: ReviewState, context: KeyContext, direction: int) -> ReviewState:
    """Go to the next hunk with the searched text; the search wraps around at the ends.

    ``direction`` is 1 for forwards, -1 for backwards.
    """
    if not state.search:
        return replace(state, message="nothing is looked for: / searches")
    count = len(state.shown_hunk_numbers)
    for index in ((state.hunk_index + direction * step) % count for step in range(1, count + 1)):
        if is_text_in(state.search, state.hunk_choices.hunks[state.shown_hunk_numbers[index]]):
            return scroll_to_cursor(replace(state, pane="hunks", hunk_index=index), context.screen)
    return replace(state, message=f"no hunk here has {state.search!r} in it")


def _open_placement(state: ReviewState, context: KeyContext) -> ReviewState:
    dialog = context.make_placement_dialog(state.hunk_choices)
    if dialog is None:
        return replace(state, message="nothing is taken yet: space takes a hunk")
    return replace(state, dialog=dialog)


def _quit(state: ReviewState, context: KeyContext) -> ReviewState | ReviewEnd:
    if state.range_start is not None:
        return replace(state, range_start=None)
    if state.hunk_choices.is_all_left:
        return ReviewEnd("q", state)
    return replace(state, dialog=quit_dialog(state.hunk_choices))


def _escape(state: ReviewState, context: KeyContext) -> ReviewState | ReviewEnd:
    """End the range, else the zoom, else the interface."""
    if state.range_start is None and state.is_zoomed:
        return _toggle_zoom(state, context)
    return _quit(state, context)


def _open_help(state: ReviewState, context: KeyContext) -> ReviewState:
    return replace(state, dialog=help_dialog())


def _toggle_zoom(state: ReviewState, context: KeyContext) -> ReviewState:
    return scroll_to_cursor(replace(state, is_zoomed=not state.is_zoomed), context.screen)


def _switch_mouse(state: ReviewState, context: KeyContext) -> ReviewEnd:
    return ReviewEnd(MOUSE_KEY, state)


_PAST_EVERY_END = 10**9

_KEY_HANDLERS: Mapping[str, KeyHandler] = {
    **{key: _move_by(1) for key in ("j", "down", "ctrl+n")},
    **{key: _move_by(-1) for key in ("k", "up", "ctrl+p")},
    **{key: _move_by(_PAST_EVERY_END) for key in ("G", "end")},
    **{key: _move_by(-_PAST_EVERY_END) for key in ("g", "home")},
    **{key: _scroll_by(0.9) for key in ("pagedown", "ctrl+f")},
    **{key: _scroll_by(-0.9) for key in ("pageup", "ctrl+b")},
    **{
        "ctrl+d": _scroll_by(0.5),
        "ctrl+u": _scroll_by(-0.5),
        "J": _scroll_by(0.1),
        "K": _scroll_by(-0.1),
    },
    **{"<": _shift_columns(-8), ">": _shift_columns(8)},
    **{key: _focus_groups for key in ("h", "left")},
    **{key: _focus_hunks for key in ("l", "right")},
    **{key: _focus_other_pane for key in ("tab", "shift+tab")},
    **{"space": _toggle, "enter": _enter, "a": _toggle_all, "r": _refuse, "v": _toggle_range},
    **{
        "s": _split,
        "z": _undo,
        "u": _undo,
        "/": _begin_search,
        "n": _find_next(1),
        "N": _find_next(-1),
    },
    **{
        "c": _open_placement,
        "q": _quit,
        "escape": _escape,
        "?": _open_help,
        "f1": _open_help,
        "+": _toggle_zoom,
    },
    MOUSE_KEY: _switch_mouse,
}


def handle_click(state: ReviewState, x: int, y: int, screen: Screen) -> ReviewState:
    """Give the state after a click on a cell: the cursor moves there, a clicked mark toggles."""
    if state.dialog is not None or state.typed_search is not None:
        return state
    areas = pane_areas(state, screen)
    if areas.groups is not None and areas.groups.contains(x, y):
        lines = group_lines(state.groups)
        index = state.groups_top + y - areas.groups.top
        number = lines[index] if index < len(lines) else ""
        if isinstance(number, str):
            return state
        chosen = replace(
            state,
            pane="hunk groups",
            group_index=number,
            hunk_index=0,
            hunks_top=0,
            range_start=None,
        )
        return _toggle_selected(chosen) if x - areas.groups.left < MARK_WIDTH else chosen
    if areas.hunks is not None and areas.hunks.contains(x, y):
        first_lines = hunk_starts(state, screen)
        line = state.hunks_top + y - areas.hunks.top
        if line >= first_lines[-1]:
            return state
        index = max(n for n, start in enumerate(first_lines[:-1]) if start <= line)
        chosen = replace(state, pane="hunks", hunk_index=index, range_start=None)
        is_on_mark = line == first_lines[index] and x - areas.hunks.left < MARK_WIDTH
        return _toggle_selected(chosen) if is_on_mark else chosen
    return state


def handle_wheel(state: ReviewState, x: int, y: int, steps: int, screen: Screen) -> ReviewState:
    """Give the state after the mouse wheel was turned over a cell; ``steps`` is negative for up."""
    if state.dialog is not None:
        return state
    areas = pane_areas(state, screen)
    if areas.groups is not None and areas.groups.contains(x, y):
        last = max(len(group_lines(state.groups)) - areas.groups.height, 0)
        return replace(state, groups_top=max(min(state.groups_top + steps * WHEEL_LINES, last), 0))
    return scroll_hunks(state, steps * WHEEL_LINES, screen)
