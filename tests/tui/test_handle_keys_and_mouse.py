"""What keys and mouse change: the answers and the visible part."""

from __future__ import annotations

import pytest

from hookkit.tui.handle_keys_and_mouse import handle_click, handle_wheel
from hookkit.tui.scrolling import scroll_if_hidden
from tests.tui.example_reviews import SMALL, Interface, review


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        (["space"], "x---"),
        (["space", "space"], "----"),
        (["enter", "enter"], "xx--"),
        (["j", "j", "space", "k", "r"], "-rx-"),
        (["down", "v", "j", "space", "j", "j"], "-xx-"),
        (["v", "v", "j", "space"], "-x--"),
        (["v", "j", "j", "r"], "rrr-"),
        (["v", "j", "escape", "space"], "-x--"),
        (["a"], "xxxx"),
        (["a", "a"], "----"),
        (["r", "a"], "rxxx"),
        (["G", "space", "g", "space"], "x--x"),
        (["h", "j", "space"], "xxx-"),
        (["tab", "j", "j", "enter", "space"], "---x"),
        (["tab", "G", "a"], "--x-"),
        (["tab", "end", "k", "space"], "xx-x"),
        (["a", "z"], "----"),
        (["space", "j", "space", "z"], "x---"),
        (["space", "j", "space", "u", "u", "u"], "----"),
        (["/", "[", "1", "enter", "space"], "--x-"),
        (["/", "E", "2", "2", "5", "enter", "space", "n", "space", "N", "N", "space"], "xx-x"),
        (["/", "x", "escape", "space"], "x---"),
        (["/", "z", "backspace", "c", "=", "enter", "space"], "-x--"),
    ],
)
def test_keys_choose(keys: list[str], taken: str) -> None:
    assert Interface(SMALL).press(*keys).taken == taken


def test_a_hunk_is_split_into_its_parts_and_the_split_taken_back() -> None:
    some = review(("a.py", "a=1\nb=2\nc\n", "a = 1\nb = 2\nc\n"))
    interface = Interface(some).press("s", "j", "space")
    assert interface.taken == "-x"
    assert [hunk.id for hunk in interface.state.hunk_choices.hunks] != [some.hunks[0].id]
    assert interface.press("z").taken == "--"
    assert interface.press("z").state.hunk_choices.hunks == some.hunks
    assert Interface(SMALL).press("s").state.message == "it cannot be split"


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        (["q"], "q"),
        (["escape"], "q"),
        (["space", "q", "q"], "q"),
        (["space", "escape", "escape", "q", "q"], "q"),
        (["space", "q", "c", "f"], "f"),
        (["space", "c", "w"], "w"),
        (["r", "c", "y"], "y"),
        (["r", "c", "enter"], "y"),
        (["space", "c", "escape", "c", "p"], "p"),
        (["m"], "m"),
        (["space", "ctrl+c"], "ctrl+c"),
        (["/", "x", "ctrl+c"], "ctrl+c"),
        (["space", "c", "ctrl+c"], "ctrl+c"),
    ],
)
def test_it_ends(keys: list[str], end: str) -> None:
    interface = Interface(SMALL).press(*keys)
    assert interface.end is not None and interface.end.key == end


@pytest.mark.parametrize(
    "keys",
    [
        ["c"],
        ["space", "q"],
        ["space", "escape"],
        ["space", "c"],
        ["space", "c", "enter"],
        ["space", "c", "x", "j", "a"],
        ["?", "j", "q"],
        ["n", "s", "é", "ctrl+x"],
        ["/", "q"],
        ["v", "q"],
    ],
)
def test_nothing_ends_that_is_not_said(keys: list[str]) -> None:
    assert Interface(SMALL).press(*keys).end is None


def test_where_nothing_is_chosen_nothing_is_placed() -> None:
    assert Interface(SMALL).press("c").state.message == "nothing is taken yet: space takes a hunk"


def test_a_text_that_is_nowhere_is_said() -> None:
    assert Interface(SMALL).press("/", "ä", "enter").screen[-1] == "no hunk here has 'ä' in it"
    assert Interface(SMALL).press("n").state.message == "nothing is looked for: / searches"


def many(count: int) -> Interface:
    """The interface of many hunks on a small screen."""
    base = "".join(f"a{n}=1\nb\nc\nd\ne\nf\ng\nh\n" for n in range(count))
    return Interface(review(("a.py", base, base.replace("=", " = "))), 40, 10)


@pytest.mark.parametrize("keys", ["jjjkjjjjjkkj", "GkkkjG", "Ggjjj", "jjjGkg"])
def test_the_hunk_under_the_cursor_is_in_sight(keys: str) -> None:
    interface = many(20)
    for key in keys:
        interface.press(key)
        head = f"┃[ ] a.py:{8 * interface.state.hunk_index + 1} E225"
        assert any(line.startswith(head) for line in interface.screen), (key, interface.screen)


@pytest.mark.parametrize("key", ["pagedown", "ctrl+d", "J", "ctrl+f"])
def test_scrolling_shows_every_line_and_takes_the_cursor_along(key: str) -> None:
    interface = many(12)
    seen: set[str] = set()
    for _ in range(200):
        seen |= set(interface.screen[1:-1])
        at = interface.state.hunk_index
        interface.press(key)
        assert interface.state.hunk_index >= at
    assert interface.state.hunk_index == 11
    assert len([line for line in seen if "[ ] a.py:" in line]) >= 12
    for _ in range(200):
        interface.press({"pagedown": "pageup", "ctrl+d": "ctrl+u", "J": "K"}.get(key, "ctrl+b"))
    assert (interface.state.hunk_index, interface.state.hunks_top) == (0, 0)


def test_a_hunk_that_is_higher_than_the_screen_is_scrolled_through() -> None:
    base = "".join(f"a{n}=1\n" for n in range(100)) + "b\nb\nb\nc=1\n"
    interface = Interface(review(("a.py", base, base.replace("=", " = "))), 40, 10)
    interface.press("pagedown", "pagedown")
    assert interface.state.hunk_index == 0
    assert "- a" in "".join(interface.screen)
    top = interface.state.hunks_top
    interface.state = scroll_if_hidden(interface.state, interface.screen_cells)
    assert interface.state.hunks_top == top
    assert interface.press("space").state.hunks_top == top
    interface.press("j")
    assert interface.state.hunk_index == 1


def test_a_click_goes_there_and_one_on_a_mark_toggles() -> None:
    interface = Interface(SMALL)
    line = next(n for n, text in enumerate(interface.screen) if "a.py:3" in text)
    interface.state = handle_click(interface.state, 50, line, interface.screen_cells)
    assert (interface.state.hunk_index, interface.taken) == (1, "----")
    interface.state = handle_click(interface.state, 35, line, interface.screen_cells)
    assert interface.taken == "-x--"
    interface.state = handle_click(interface.state, 20, 3, interface.screen_cells)
    assert (interface.state.pane, interface.state.group_index) == ("hunk groups", 1)
    interface.state = handle_click(interface.state, 2, 3, interface.screen_cells)
    assert interface.taken == "xxx-"
    for x, y in ((0, 0), (2, 2), (10, 29), (99, 28), (33, 5)):
        before = interface.state.hunk_choices
        assert handle_click(interface.state, x, y, interface.screen_cells).hunk_choices is before


def test_the_wheel_scrolls_what_is_below_it() -> None:
    interface = many(20)
    interface.state = handle_wheel(interface.state, 5, 5, 1, interface.screen_cells)
    assert interface.state.hunks_top == 3
    interface.state = handle_wheel(interface.state, 5, 5, -1, interface.screen_cells)
    assert interface.state.hunks_top == 0
    interface.press("tab")
    interface.state = handle_wheel(interface.state, 5, 5, 1, interface.screen_cells)
    assert interface.state.groups_top == 0
