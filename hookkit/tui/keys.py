"""The effect of each key and each click on the state of the interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from hookkit.corrections.review.hunk_answers import is_in
from hookkit.tui.help import help_dialog, quit_dialog
from hookkit.tui.hunk_groups import groups_of
from hookkit.tui.marks import Marks, refused, split_hunk, toggled
from hookkit.tui.state import (
    State,
    View,
    group_lines,
    hunk_starts,
    layout_of,
    scrolled,
    scrolled_to_cursor,
)

MOUSE_KEY = "m"
INTERRUPT = "ctrl+c"
MARK_WIDTH = 5
"""The number of columns, up to the end of the mark ``[x]``, in which a click toggles the mark."""

WHEEL_LINES = 3


class ReviewEnd(NamedTuple):
    """The key that ended the interface, and its last state.

    ``key`` is the key of a place, ``q``, MOUSE_KEY or INTERRUPT. After MOUSE_KEY, the interface is
    started again with ``state``.
    """

    key: str
    state: State


Step = Callable[[State, View], "State | ReviewEnd"]


def press(state: State, key: str, view: View) -> State | ReviewEnd:
    """Give the state after a key; ``key`` is a character or the name of another key."""
    if key == INTERRUPT:
        return ReviewEnd(INTERRUPT, state)
    state = replace(state, note="")
    if state.typed is not None:
        return _type(state, state.typed, key, view)
    if state.dialog is not None:
        return _answer(state, key, view)
    step = _STEPS.get(key)
    return state if step is None else step(state, view)


def _type(state: State, typed: str, key: str, view: View) -> State:
    """Handle a key while a search is typed; Enter goes to the next hunk with the text."""
    if key == "escape":
        return replace(state, typed=None)
    if key == "enter":
        state_after = replace(state, typed=None, search=typed or state.search)
        return _find(state_after, view, 1)
    if key == "backspace":
        return replace(state, typed=typed[:-1])
    character = " " if key == "space" else key
    return replace(state, typed=typed + character) if len(character) == 1 else state


def _answer(state: State, key: str, view: View) -> State | ReviewEnd:
    """Handle a key in a dialog."""
    dialog = state.dialog
    assert dialog is not None
    if key in _BACK and not (key == "q" and dialog.name == "quit"):
        return replace(state, dialog=None)
    if dialog.name == "quit" and key == "c":
        return _place(replace(state, dialog=None), view)
    if key in dialog.keys and len(key) == 1:
        return ReviewEnd(key, state)
    if key == "enter" and len(dialog.keys) == 1 and dialog.name == "place":
        return ReviewEnd(dialog.keys, state)
    top = dialog.top + _SCROLLS.get(key, 0)
    return replace(state, dialog=dialog._replace(top=max(min(top, len(dialog.rows) - 1), 0)))


_BACK = ("escape", "q", "backspace", "left", "h", "?")
_SCROLLS: Mapping[str, int] = {
    **{"j": 1, "down": 1, "k": -1, "up": -1},
    **{"pagedown": 5, "space": 5, "pageup": -5},
}


def _move(by: int) -> Step:
    def step(state: State, view: View) -> State:
        return _moved(state, by, view)

    return step


def _moved(state: State, by: int, view: View) -> State:
    """Move the cursor of the focused pane."""
    if state.pane == "groups":
        group = max(min(state.group + by, len(state.groups) - 1), 0)
        state = replace(state, group=group, cursor=0, top=0, anchor=None)
    else:
        state = replace(state, cursor=max(min(state.cursor + by, len(state.shown) - 1), 0))
    return scrolled_to_cursor(state, view)


def _scroll(share: float) -> Step:
    def step(state: State, view: View) -> State:
        layout = layout_of(state, view)
        height = layout.body.height if layout.hunks is None else layout.hunks.height
        lines = max(int(abs(share) * height), 1) * (1 if share > 0 else -1)
        if state.pane == "groups":
            return _moved(state, lines, view)
        return scrolled(state, lines, view)

    return step


def _shift(by: int) -> Step:
    def step(state: State, view: View) -> State:
        return replace(state, left=max(state.left + by, 0))

    return step


def _to_groups(state: State, view: View) -> State:
    return scrolled_to_cursor(replace(state, pane="groups", anchor=None), view)


def _to_hunks(state: State, view: View) -> State:
    return scrolled_to_cursor(replace(state, pane="hunks"), view)


def _other_pane(state: State, view: View) -> State:
    return _to_hunks(state, view) if state.pane == "groups" else _to_groups(state, view)


def _toggle(state: State, view: View) -> State:
    return replace(state, marks=toggled(state.marks, state.wanted), anchor=None)


def _enter(state: State, view: View) -> State:
    """Open the group, or toggle the hunk and go to the next one."""
    if state.pane == "groups":
        return _to_hunks(state, view)
    last = max(state.cursor, state.cursor if state.anchor is None else state.anchor)
    toggled_state = _toggle(state, view)
    return _moved(replace(toggled_state, cursor=last), 1, view)


def _toggle_all(state: State, view: View) -> State:
    return replace(state, marks=toggled(state.marks, state.shown), anchor=None)


def _refuse(state: State, view: View) -> State:
    return replace(state, marks=refused(state.marks, state.wanted), anchor=None)


def _range(state: State, view: View) -> State:
    """Begin a range at the cursor, or end it."""
    if state.pane == "groups":
        return replace(state, note="a range is one of hunks")
    return replace(state, anchor=state.cursor if state.anchor is None else None)


def _split(state: State, view: View) -> State:
    """Replace the hunk by its parts."""
    number = state.current
    parts = view.parts_of(state.marks.hunks[number]) if number is not None else ()
    if state.pane == "groups" or number is None or len(parts) < 2:
        return replace(state, note="it cannot be split")
    return _with_hunks(state, split_hunk(state.marks, number, parts), view)


def _undo(state: State, view: View) -> State:
    """Take the last choice back."""
    before = state.marks.before
    if before is None:
        return replace(state, note="nothing is chosen yet")
    if before.hunks is state.marks.hunks:
        return replace(state, marks=before, note="taken back")
    return replace(_with_hunks(state, before, view), note="taken back")


def _with_hunks(state: State, marks: Marks, view: View) -> State:
    """Replace the marks by marks of other hunks; the cursors keep their places if possible."""
    groups = groups_of(marks.hunks)
    group_before = state.groups[state.group]
    names = [(each.kind, each.name) for each in groups]
    name = (group_before.kind, group_before.name)
    group = names.index(name) if name in names else 0
    cursor = min(state.cursor, len(groups[group].hunks) - 1)
    state = replace(state, marks=marks, groups=groups, group=group, cursor=cursor, anchor=None)
    return scrolled_to_cursor(state, view)


def _search(state: State, view: View) -> State:
    return replace(state, typed="")


def _find_next(by: int) -> Step:
    def step(state: State, view: View) -> State:
        return _find(state, view, by)

    return step


def _find(state: State, view: View, direction: int) -> State:
    """Go to the next hunk with the searched text; the search wraps around at the ends.

    ``direction`` is 1 for forwards, -1 for backwards.
    """
    if not state.search:
        return replace(state, note="nothing is looked for: / searches")
    count = len(state.shown)
    for index in ((state.cursor + direction * step) % count for step in range(1, count + 1)):
        if is_in(state.search, state.marks.hunks[state.shown[index]]):
            return scrolled_to_cursor(replace(state, pane="hunks", cursor=index), view)
    return replace(state, note=f"no hunk here has {state.search!r} in it")


def _place(state: State, view: View) -> State:
    dialog = view.place_dialog(state.marks)
    if dialog is None:
        return replace(state, note="nothing is taken yet: space takes a hunk")
    return replace(state, dialog=dialog)


def _quit(state: State, view: View) -> State | ReviewEnd:
    if state.anchor is not None:
        return replace(state, anchor=None)
    if state.marks.is_empty:
        return ReviewEnd("q", state)
    return replace(state, dialog=quit_dialog(state.marks))


def _leave_range(state: State, view: View) -> State | ReviewEnd:
    """End the range, else the zoom, else the interface."""
    if state.anchor is None and state.is_zoomed:
        return _zoom(state, view)
    return _quit(state, view)


def _help(state: State, view: View) -> State:
    return replace(state, dialog=help_dialog())


def _zoom(state: State, view: View) -> State:
    return scrolled_to_cursor(replace(state, is_zoomed=not state.is_zoomed), view)


def _mouse(state: State, view: View) -> ReviewEnd:
    return ReviewEnd(MOUSE_KEY, state)


_TO_THE_END = 10**9

_STEPS: Mapping[str, Step] = {
    **{key: _move(1) for key in ("j", "down", "ctrl+n")},
    **{key: _move(-1) for key in ("k", "up", "ctrl+p")},
    **{key: _move(_TO_THE_END) for key in ("G", "end")},
    **{key: _move(-_TO_THE_END) for key in ("g", "home")},
    **{key: _scroll(0.9) for key in ("pagedown", "ctrl+f")},
    **{key: _scroll(-0.9) for key in ("pageup", "ctrl+b")},
    **{"ctrl+d": _scroll(0.5), "ctrl+u": _scroll(-0.5), "J": _scroll(0.1), "K": _scroll(-0.1)},
    **{"<": _shift(-8), ">": _shift(8)},
    **{key: _to_groups for key in ("h", "left")},
    **{key: _to_hunks for key in ("l", "right")},
    **{key: _other_pane for key in ("tab", "shift+tab")},
    **{"space": _toggle, "enter": _enter, "a": _toggle_all, "r": _refuse, "v": _range},
    **{"s": _split, "z": _undo, "u": _undo, "/": _search, "n": _find_next(1), "N": _find_next(-1)},
    **{"c": _place, "q": _quit, "escape": _leave_range, "?": _help, "f1": _help, "+": _zoom},
    MOUSE_KEY: _mouse,
}


def click(state: State, x: int, y: int, view: View) -> State:
    """Give the state after a click on a cell: the cursor moves there, a clicked mark toggles."""
    if state.dialog is not None or state.typed is not None:
        return state
    layout = layout_of(state, view)
    if layout.groups is not None and layout.groups.has(x, y):
        lines = group_lines(state.groups)
        index = state.groups_top + y - layout.groups.top
        number = lines[index] if index < len(lines) else ""
        if isinstance(number, str):
            return state
        chosen = replace(state, pane="groups", group=number, cursor=0, top=0, anchor=None)
        return _toggle(chosen, view) if x - layout.groups.left < MARK_WIDTH else chosen
    if layout.hunks is not None and layout.hunks.has(x, y):
        hunk_lines = hunk_starts(state, view)
        line = state.top + y - layout.hunks.top
        if line >= hunk_lines[-1]:
            return state
        index = max(n for n, start in enumerate(hunk_lines[:-1]) if start <= line)
        chosen = replace(state, pane="hunks", cursor=index, anchor=None)
        is_on_mark = line == hunk_lines[index] and x - layout.hunks.left < MARK_WIDTH
        return _toggle(chosen, view) if is_on_mark else chosen
    return state


def wheel(state: State, x: int, y: int, steps: int, view: View) -> State:
    """Give the state after the mouse wheel was turned over a cell; ``steps`` is negative for up."""
    if state.dialog is not None:
        return state
    layout = layout_of(state, view)
    if layout.groups is not None and layout.groups.has(x, y):
        last = max(len(group_lines(state.groups)) - layout.groups.height, 0)
        return replace(state, groups_top=max(min(state.groups_top + steps * WHEEL_LINES, last), 0))
    return scrolled(state, steps * WHEEL_LINES, view)
