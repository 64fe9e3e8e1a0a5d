"""The app itself, driven by Textual's pilot: keys, clicks, sizes, ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

import pytest
from rich.text import Text

if find_spec("textual") is None:
    pytest.skip("there is no Textual", allow_module_level=True)

from hookkit.tui.app import Canvas, ReviewApp
from hookkit.tui.handle_keys_and_mouse import ReviewEnd
from hookkit.tui.review_state import ReviewState
from tests.tui.example_reviews import SMALL, Interface, no_place, review

if TYPE_CHECKING:
    from textual.pilot import Pilot

T = TypeVar("T")
Play = Callable[["Pilot[ReviewEnd]", ReviewApp], Awaitable[None]]


def to_its_end(coroutine: Coroutine[object, object, T]) -> T:
    """Run a coroutine in a loop of its own.

    A browser that other tests have open leaves its loop marked as the one that runs.
    """
    marked = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(coroutine)
    finally:
        asyncio._set_running_loop(marked)


def played(play: Play, size: tuple[int, int] = (100, 30)) -> ReviewApp:
    """Run the app of SMALL on a screen of some size while something is done to it."""
    interface = Interface(SMALL)
    subject, ask = '1a2b3c4 "Add a"', interface.make_placement_dialog
    app = ReviewApp(interface.state, interface.texts, subject, ask)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await play(pilot, app)

    to_its_end(run())
    return app


def texts(app: ReviewApp) -> list[str]:
    """The rows of the screen."""
    return [line.plain.rstrip() for line in lines(app)]


def lines(app: ReviewApp) -> list[Text]:
    """The lines of the screen."""
    return app.screen_lines_for(app.query_one(Canvas).size)


def end_of(app: ReviewApp) -> ReviewEnd:
    """How the app has ended."""
    end: ReviewEnd | None = app.return_value
    assert end is not None
    return end


def test_keys_choose_and_place() -> None:
    async def play(pilot: Pilot[ReviewEnd], app: ReviewApp) -> None:
        assert texts(app)[0] == '0 of 4 taken  of 1a2b3c4 "Add a"'
        await pilot.press("j", "space", "down", "enter")
        assert texts(app)[0] == '2 of 4 taken  of 1a2b3c4 "Add a"'
        await pilot.press("c", "f")

    end = end_of(played(play))
    assert end.key == "f"
    assert end.state.hunk_choices.answers == ("leave", "take", "take", "leave")


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        (["q"], "q"),
        (["escape"], "q"),
        (["ctrl+q"], "q"),
        (["space", "q", "q"], "q"),
        (["space", "ctrl+c"], "ctrl+c"),
        (["space", "c", "ctrl+c"], "ctrl+c"),
        (["tab", "space", "shift+tab", "c", "w"], "w"),
        (["m"], "m"),
    ],
)
def test_it_ends(keys: list[str], end: str) -> None:
    async def play(pilot: Pilot[ReviewEnd], app: ReviewApp) -> None:
        await pilot.press(*keys)

    assert end_of(played(play)).key == end


def test_signs_are_typed_as_they_are() -> None:
    async def play(pilot: Pilot[ReviewEnd], app: ReviewApp) -> None:
        await pilot.press("slash", "left_square_bracket", "1", "enter")
        assert app.state.hunk_index == 2
        await pilot.press("question_mark")
        assert app.state.dialog is not None and app.state.dialog.name == "help"
        await pilot.press("escape", "G", "plus")
        assert (app.state.hunk_index, app.state.is_zoomed) == (3, True)
        await pilot.press("greater_than_sign")
        assert app.state.left_column == 8

    assert played(play).error is None


def test_a_click_on_a_mark_and_the_wheel() -> None:
    async def play(pilot: Pilot[ReviewEnd], app: ReviewApp) -> None:
        line = next(n for n, text in enumerate(texts(app)) if "a.py:3" in text)
        await pilot.click(offset=(36, line))
        assert app.state.hunk_choices.answers == ("leave", "take", "leave", "leave")
        await pilot.click(offset=(10, 4))
        assert (app.state.pane, app.state.group_index) == ("hunk groups", 2)

    assert played(play).error is None


@pytest.mark.parametrize("size", [(1, 1), (5, 2), (40, 10), (80, 24), (300, 100)])
def test_a_screen_that_changes_its_size(size: tuple[int, int]) -> None:
    async def play(pilot: Pilot[ReviewEnd], app: ReviewApp) -> None:
        await pilot.press("G", "space")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert {line.cell_len for line in lines(app)} == {size[0]}
        assert len(lines(app)) == size[1]
        await pilot.press("k", "space", "tab", "j", "tab")
        await pilot.resize_terminal(100, 30)
        await pilot.press("c", "p")

    app = played(play)
    assert app.error is None
    assert end_of(app).state.hunk_choices.count("take") == 2


def test_what_fails_is_told_once_the_terminal_is_as_it_was() -> None:
    interface = Interface(review(("a.py", "a=1\n", "a = 1\n")))

    def fail(*_: object) -> None:
        raise ValueError("no")

    app = ReviewApp(interface.state, interface.texts, "", fail)

    async def run() -> ReviewState:
        async with app.run_test() as pilot:
            await pilot.press("space", "c")
        return app.state

    assert to_its_end(run()).hunk_choices.count("take") == 1
    assert str(app.error) == "no"


def test_a_screen_without_anything_to_place() -> None:
    interface = Interface(SMALL)
    app = ReviewApp(interface.state, interface.texts, "", no_place)

    async def run() -> str:
        async with app.run_test() as pilot:
            await pilot.press("c")
            return app.state.message

    assert to_its_end(run()) == "nothing is taken yet: space takes a hunk"
