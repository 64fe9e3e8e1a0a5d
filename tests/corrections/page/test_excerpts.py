"""The lines of a file that a review shows, with their numbers in both versions."""

from __future__ import annotations

import re

import pytest

from hookkit.corrections.page.excerpts import (
    CONTEXT_LINES,
    MAX_FOLDED,
    ChangedLines,
    Excerpt,
    FoldedLines,
    ShownLine,
    UnchangedLines,
    excerpts_of,
    highlight_versions,
)
from hookkit.pep8.decode_source import decode_source
from tests.corrections.page.example_reviews import FAR, PRICES, TABS, reviewed


def shown(base: bytes) -> list[Excerpt]:
    """What is shown of the review of one file."""
    (file,) = reviewed({b"a.py": base}).files
    return excerpts_of(highlight_versions(file.original, file.fixed, file.hunks), file.hunks)


def line(each: ShownLine | None) -> str:
    """A line with its number or numbers."""
    if each is None:
        return ""
    numbers = f"{each.number}/{each.other_number}" if each.other_number else f"{each.number}"
    return f"{numbers} {re.sub('<[^>]*>', '', each.html)}".rstrip()


def block_text(block: UnchangedLines | ChangedLines) -> list[str] | tuple[list[str], list[str]]:
    """The lines of a block."""
    if isinstance(block, ChangedLines):
        return [*map(line, block.old)], [*map(line, block.new)]
    return [*map(line, block.lines)]


def folded(blocks: tuple[FoldedLines, ...]) -> list[list[str] | int]:
    """The lines of each block, or how many there are where they cannot be unfolded."""
    return [[*map(line, each.lines)] or each.line_count for each in blocks]


@pytest.mark.parametrize(
    "base", [PRICES, TABS, FAR, b"x=1", "x='é'\r\ny=2\r\n".encode("utf-8-sig")]
)
def test_both_versions_have_the_lines_of_their_files(base: bytes) -> None:
    (file,) = reviewed({b"a.py": base}).files
    old, new = highlight_versions(file.original, file.fixed, file.hunks)
    for version, data in ((old, base), (new, file.fixed)):
        text = decode_source(data).text
        lines = [version.line_text(at) for at in range(len(version.lines))]
        assert "\n".join(lines) + "\n" * (not version.lacks_line_end) == text


def test_a_hunk_has_three_lines_around_it_and_tells_how_many_are_hidden() -> None:
    base = b"".join(b"a%d = 1\n" % n for n in range(1, 10)) + b"x=1\n" + b"b = 1\n" * 5
    (excerpt,) = shown(base)
    ((above, hunk, blocks),) = excerpt.hunks
    assert folded(excerpt.folded_above) == [[f"{n}/{n} a{n} = 1" for n in range(1, 7)]]
    assert folded(excerpt.folded_below) == [["14/14 b = 1", "15/15 b = 1"]]
    assert block_text(above) == ["7/7 a7 = 1", "8/8 a8 = 1", "9/9 a9 = 1"]
    assert [block_text(each) for each in blocks] == [(["10 x=1"], ["10 x = 1"])]
    assert block_text(excerpt.unchanged_below) == ["11/11 b = 1", "12/12 b = 1", "13/13 b = 1"]
    assert hunk.line_range == (10, 10)


def test_hunks_near_each_other_share_what_is_between_them() -> None:
    near, far = b"x=1\n" + b"a = 1\n" * 7 + b"y=1\n", b"x=1\n" + b"a = 1\n" * 8 + b"y=1\n"
    (excerpt,) = shown(near)
    assert [block_text(above) for above, _, _ in excerpt.hunks] == [
        [],
        [f"{n}/{n} a = 1" for n in range(2, 9)],
    ]
    assert [(folded(each.folded_above), len(each.hunks)) for each in shown(far)] == [
        ([], 1),
        ([["5/5 a = 1", "6/6 a = 1"]], 1),
    ]


def test_of_many_unchanged_lines_those_beside_the_hunks_can_be_unfolded() -> None:
    many = 4 * MAX_FOLDED + 2 * CONTEXT_LINES
    base = b"x=1\n" + b"a = 1\n" * many + b"y=1\n" + b"b = 1\n" * (many + CONTEXT_LINES)
    first, second = shown(base)
    assert [each.line_count for each in second.folded_above] == [4 * MAX_FOLDED]
    assert len(second.folded_above[0].lines) == 4 * MAX_FOLDED
    upper, middle, lower = second.folded_below
    rest = many - 2 * MAX_FOLDED
    assert (len(upper.lines), middle, len(lower.lines)) == (
        MAX_FOLDED,
        FoldedLines(rest),
        MAX_FOLDED,
    )
    assert lower.lines[-1].number == len(base.splitlines())
    assert first.folded_below == ()
    (file,) = reviewed({b"a.py": base}).files
    files = highlight_versions(file.original, file.fixed, file.hunks)
    assert [folded(each.folded_above) for each in excerpts_of(files, file.hunks, 0)] == [
        [],
        [4 * MAX_FOLDED],
    ]


def test_numbers_go_apart_where_lines_are_added() -> None:
    (excerpt,) = shown(b"import os,sys\nx = 1\ndef f():\n    return 1\n")
    (_, _, first), (above, _, second) = excerpt.hunks
    assert [block_text(each) for each in first] == [
        (["1 import os,sys", ""], ["1 import os", "2 import sys"])
    ]
    assert block_text(above) == ["2/3 x = 1"]
    assert [block_text(each) for each in second] == [(["", ""], ["4", "5"])]
    assert block_text(excerpt.unchanged_below) == ["3/6 def f():", "4/7     return 1"]


def test_a_line_stands_beside_what_became_of_it() -> None:
    (excerpt,) = shown(b"def f():\n    return 1\nclass A:\n  x=1\n\n  y=2\n")
    blocks = [block_text(each) for _, _, blocks in excerpt.hunks for each in blocks]
    assert blocks == [
        (["", ""], ["3", "4"]),
        (["4   x=1"], ["6     x = 1"]),
        ["5/7"],
        (["6   y=2"], ["8     y = 2"]),
    ]


def test_what_is_only_a_line_end_is_seen() -> None:
    (excerpt,) = shown(b"x = 1")
    ((_, _, blocks),) = excerpt.hunks
    assert [block_text(each) for each in blocks] == [(["1 x = 1no line end"], ["1 x = 1"])]
