"""Rows on a terminal, without one: where lines end and what is coloured."""

from __future__ import annotations

import subprocess

import pytest

from hookkit.terminal.render_rows import COLOURS, command_lines, wrap_row
from hookkit.terminal.rows import Row, row

RULE = row(
    ("code", "E225"),
    ("dim", "  3×"),
    "  missing whitespace around operator",
    ("dim", "  lines 4, 9, 12"),
    indent=2,
)


def lines(each: Row, width: int) -> list[str]:
    return [line.plain for line in wrap_row(each, width)]


@pytest.mark.parametrize("width", range(20, 60))
def test_a_number_stays_with_what_it_counts(width: int) -> None:
    text = row('"A commit of a day"  12 faults, 1,234 hunks, line 17 of it')
    for line in lines(text, width):
        assert not line.endswith(("12", "1,234", "line")), line


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, ["    E225  3×  missing whitespace around operator  lines 4, 9, 12"]),
        (
            60,
            [
                "    E225  3×  missing whitespace around operator",
                "              lines 4, 9, 12",
            ],
        ),
        (
            40,
            [
                "    E225  3×  missing whitespace around",
                "          operator  lines 4, 9, 12",
            ],
        ),
    ],
)
def test_a_continued_line_goes_under_a_column_of_the_left_third(
    width: int, expected: list[str]
) -> None:
    assert lines(RULE, width) == expected


def test_a_continued_line_never_looks_like_a_row() -> None:
    forged = row(("path", "a.py " + " " * 30 + "hookkit corrected nothing"), indent=1)
    assert lines(forged, 40) == ["  a.py", "    hookkit corrected nothing"]


def test_a_long_word_is_cut_at_the_width() -> None:
    assert lines(row(("path", "d/" * 20 + "x.py")), 20) == [
        "d/d/d/d/d/d/d/d/d/",
        "  d/d/d/d/d/d/d/d/d/",
        "  d/d/x.py",
    ]


def test_wide_characters_count_twice() -> None:
    assert lines(row("文件文件 文件文件"), 14) == ["文件文件", "  文件文件"]


def test_a_long_command_goes_on_where_a_shell_takes_it_as_one() -> None:
    command = "git switch -C main 47c00c6 && git merge --no-ff -m 'a && b c' @{-1}"
    assert lines(row(("dim", "repair: "), ("command", command), indent=1), 46) == [
        "  repair: git switch -C main 47c00c6 &&",
        "    git merge --no-ff -m 'a && b c' \\",
        "    @{-1}",
    ]


@pytest.mark.parametrize(
    "command",
    [
        "printf '%s|' one 'two  three' \"four $((2 + 3))\" five\\ six seven eight nine",
        "A=1 printf '%s|' a && printf '%s|' b c d e f g h i j k l && printf '%s|' $'m n' o",
        "printf '%s|' \"$(printf '%s %s' inner words)\" and some more of them",
        "printf '%s|' 'it'\"'\"'s one word' and others, to get over the end of a line",
    ],
)
@pytest.mark.parametrize("room", [35, 40, 50])
def test_a_shell_reads_the_lines_as_the_command(command: str, room: int) -> None:
    cut = command_lines(command, room, len)
    assert len(cut) > 1
    assert all(len(each) <= room for each in cut)
    both = [
        subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=True).stdout
        for text in (command, "\n      ".join(cut))
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    "command", ["git log 'a  b", "git  log --oneline", "a\nb c d e f g h", "a b --oneline"]
)
def test_what_cannot_be_cut_stays_whole(command: str) -> None:
    assert command_lines(command, 8, len) == [command]


def test_a_command_is_never_cut() -> None:
    command = "git update-ref -d refs/hookkit/corrections/" + "1a2b3c4d" * 5
    step = row(("dim", "throw away  "), ("command", command))
    assert lines(step, 40) == [f"throw away  {command}"]


def test_a_remark_stays_with_its_command() -> None:
    step = row(
        ("dim", "keep  "),
        ("command", "hookkit accept"),
        "  ",
        ("dim", "= "),
        ("command", "git cherry-pick 1a2b3c4"),
    )
    assert lines(step, 40) == [
        "keep  hookkit accept",
        "      = git cherry-pick 1a2b3c4",
    ]


@pytest.mark.parametrize("width", [1, 5, 12, 20])
def test_the_narrowest_terminal_gets_all_the_text(width: int) -> None:
    joined = "".join("".join(lines(RULE, width)).split())
    assert joined == "".join(RULE.text.split())


def test_markup_and_emoji_codes_are_text() -> None:
    (line,) = wrap_row(row(("path", "[bold red]x[/] :smile: [link=file:///]")), 80)
    assert line.plain == "[bold red]x[/] :smile: [link=file:///]"
    assert {str(span.style) for span in line.spans} == {COLOURS["path"]}
