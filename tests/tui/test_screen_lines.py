"""The screen as it is seen: whole, in every size, and with whatever is in the files."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from hookkit.tui.scrolling import scroll_if_hidden
from tests.tui.example_reviews import SMALL, Interface, review


def test_a_wide_screen() -> None:
    assert Interface(SMALL, 90, 12).press("space").screen == [
        '1 of 4 taken  of 1a2b3c4 "Add a"',
        " [-] all hunks             1/4│┃[x] a.py:1 E225  " + SMALL.hunks[0].id[:7],
        "Files                         │┃ 1 - a=1",
        " [-] a.py                  1/3│┃ 1 + a = 1",
        " [ ] pkg/b.py              0/1│┃ 2   b = 2",
        "Rules                         │┃ 3   c=3",
        " [-] E225  missing whitesp 1/3│┃ 4   d",
        " [ ] E231  missing whitesp 0/1│",
        "                              │ [ ] a.py:3 E225  " + SMALL.hunks[1].id[:7],
        "                              │  1   a=1",
        "                              │  2   b = 2",
        "space take  c place  q quit  ? help  tab files  a all  z undo  / search  v range  s split",
    ]


def test_a_screen_of_80_columns_has_the_panes_above_each_other() -> None:
    screen = Interface(SMALL, 80, 24).press("tab").screen
    assert screen[1:8] == [
        " [ ] all hunks" + " " * 63 + "0/4",
        "Files",
        " [ ] a.py" + " " * 68 + "0/3",
        " [ ] pkg/b.py" + " " * 64 + "0/1",
        "Rules",
        " [ ] E225  missing whitespace around operator" + " " * 32 + "0/3",
        " [ ] E231  missing whitespace after ','" + " " * 38 + "0/1",
    ]
    assert screen[8] == "─" * 80
    assert screen[9].startswith("┃[ ] a.py:1 E225  ")


def test_a_small_screen_has_one_pane() -> None:
    interface = Interface(SMALL, 40, 10)
    assert interface.screen[1].startswith("┃[ ] a.py:1 E225")
    assert interface.screen[-1] == "space take  c place  q quit  ? help"
    interface.press("tab")
    assert interface.screen[1:4] == [
        " [ ] all hunks                       0/4",
        "Files",
        " [ ] a.py                            0/3",
    ]
    assert interface.screen[-1] == "space take all  enter open  c place"
    zoomed = Interface(SMALL, 120, 40).press("+")
    assert zoomed.screen[1].startswith("┃[ ] a.py:1 E225")


@pytest.mark.parametrize("keys", [[], ["tab"], ["?"], ["space", "q"], ["space", "c"], ["/", "ä"]])
@pytest.mark.parametrize("width", [1, 2, 7, 40, 80, 81, 200])
@pytest.mark.parametrize("height", [1, 2, 3, 10, 25])
def test_it_has_the_size_of_the_screen(width: int, height: int, keys: list[str]) -> None:
    interface = Interface(SMALL).press(*keys)
    interface.resize(width, height)
    interface.state = scroll_if_hidden(interface.state, interface.screen_cells)
    lines = interface.lines
    assert len(lines) == height
    assert {line.cell_len for line in lines} == {width}


def test_each_place_is_in_sight_on_a_small_screen() -> None:
    screen = Interface(SMALL, 40, 10).press("space", "c").screen
    assert [line[1:2] for line in screen[2:5]] == ["w", "f", "p"]


def test_a_missing_colour_leaves_the_cursor_and_the_marks() -> None:
    interface = Interface(SMALL, 40, 10).press("space")
    head = interface.lines[1]
    assert head.plain.startswith("┃[x]")
    assert any("reverse" in str(span.style) for span in head.spans)


HOSTILE = 'a=1  # \x1b[2J\u202e 漢字漢字 \x07\t"\n'


def test_what_would_act_on_the_screen_is_shown() -> None:
    some = review(("d/\x1b[31m\u202e漢.py", HOSTILE, HOSTILE.replace("=", " = ")))
    for width in range(1, 90, 4):
        interface = Interface(some, width, 8)
        for keys in ([], [">"], [">", ">", ">"], ["tab"]):
            lines = interface.press(*keys).lines
            assert {line.cell_len for line in lines} == {width}
            assert all(text.isprintable() for text in (line.plain for line in lines))
    wide = Interface(some, 200, 8).screen
    assert "a=1  # \\x1b[2J\\u202e 漢字漢字 \\x07" in wide[2]
    assert "d/\\x1b[31m\\u202e漢.py" in wide[1]


def test_the_end_of_a_long_path_and_the_columns_behind_the_edge() -> None:
    name = "very/long/" * 20 + "end.py"
    some = review((name, "a=1  # " + "漢" * 50 + "\n", "a = 1  # " + "漢" * 50 + "\n"))
    interface = Interface(some, 40, 8)
    assert "…" in interface.screen[1] and "end.py:1" in interface.screen[1]
    assert cell_len(interface.screen[2]) <= 40
    shifted = interface.press(">", ">").screen
    assert shifted[2].startswith("┃漢") and shifted[1] == interface.screen[1]
    assert interface.press("<", "<", "<").screen[2].startswith("┃ 1 - a=1")


def test_a_huge_hunk_is_drawn_without_python_in_colours() -> None:
    base = "".join(f"a{n}=1\n" for n in range(900))
    interface = Interface(review(("a.py", base, base.replace("=", " = "))), 80, 24)
    assert interface.screen[10].startswith("┃ -a0=1")
    assert interface.press("pagedown").lines[-2].cell_len == 80


def test_many_hunks_are_counted() -> None:
    base = "".join(f"a{n}=1\nb\n" for n in range(1500))
    interface = Interface(review(("a.py", base, base.replace("=", " = "))), 100, 30)
    assert interface.press("a").screen[0].startswith("1,500 of 1,500 taken")
    assert interface.press("G").state.hunk_index == 1499
