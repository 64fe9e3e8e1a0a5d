"""Which commit last touched a part, by its lines alone."""

from __future__ import annotations

import pytest

from hookkit.corrections.last_touching_commit import Edit, GitLines, LineSpan, last_touching_commit
from hookkit.pep8.correction_parts import Part

LINE = LineSpan(4, 5, ((4, 5),), includes_deletions_above=False)
ABOVE = LineSpan(4, 4, ((4, 5),), includes_deletions_above=True)
"""Blank lines that are to come before line 4."""
NEW = Edit(4, 4, 4, 5)
FAR = Edit(0, 0, 0, 2)


@pytest.mark.parametrize(
    ("place", "history", "number"),
    [
        (LINE, [], None),
        (LINE, [[]], None),
        (LINE, [[NEW]], 0),
        (LINE, [[], [NEW]], 1),
        (LINE, [[FAR], [Edit(2, 2, 2, 3)]], 1),
        (LINE, [[Edit(0, 3, 0, 0)], [Edit(7, 8, 7, 8)]], 1),
        (LINE, [[Edit(9, 12, 9, 9)], [NEW]], 1),
        # Right above it or below it: only where there is an owner at all.
        (LINE, [[Edit(3, 3, 3, 4)], [Edit(3, 3, 3, 4)]], 0),
        (LINE, [[Edit(5, 5, 5, 6)], [NEW]], 0),
        (LINE, [[Edit(5, 5, 5, 6)]], None),
        (LINE, [[Edit(3, 3, 3, 4)]], None),
        (LINE, [[Edit(6, 6, 6, 7)], [NEW]], 1),
        # Taken out right above or below.
        (LINE, [[Edit(4, 6, 4, 4)], [Edit(6, 6, 6, 7)]], 0),
        (LINE, [[Edit(4, 6, 4, 4)]], None),
        # What comes in between belongs to the line below it.
        (ABOVE, [[NEW]], 0),
        (ABOVE, [[Edit(3, 3, 3, 4)]], None),
        (ABOVE, [[Edit(3, 3, 3, 4)], [Edit(3, 3, 3, 4)]], 0),
        (ABOVE, [[Edit(4, 6, 4, 4)]], 0),
        (LineSpan(4, 6, ((2, 7),), True), [[Edit(3, 4, 3, 3)]], 0),
        (LineSpan(4, 7, ((4, 5), (6, 7)), False), [[Edit(5, 5, 5, 6)]], None),
    ],
)
def test_who_touched_it_last(
    place: LineSpan, history: list[list[Edit]], number: int | None
) -> None:
    assert last_touching_commit(place, history) == number


@pytest.mark.parametrize(
    ("part", "data", "place"),
    [
        (
            Part(1, 2, 1, 2, ((2, 2),)),
            b"a\nb\nc\n",
            LINE._replace(start=1, end=2, related_ranges=((1, 2),)),
        ),
        (Part(1, 1, 1, 2, ((2, 2),)), b"a\nb\n", LineSpan(1, 1, ((1, 2),), True)),
        # At the end of a file it is about the last line.
        (Part(2, 2, 2, 3, ((3, 3),)), b"a\nb\n", LineSpan(2, 2, ((1, 2),), True)),
        (Part(0, 0, 0, 1, ((1, 1),)), b"", LineSpan(0, 0, ((0, 0),), True)),
        # git ends no line at \r.
        (Part(1, 2, 1, 2, ((2, 2),)), b"a\rb\rc\nd\n", LineSpan(0, 1, ((0, 1),), False)),
        (Part(3, 4, 3, 4, ((4, 4),)), b"a\rb\rc\nd\n", LineSpan(1, 2, ((1, 2),), False)),
        (Part(1, 2, 1, 2, ((2, 2),)), b"a\nb", LineSpan(1, 2, ((1, 2),), False)),
    ],
)
def test_where_it_is_among_the_lines_of_git(part: Part, data: bytes, place: LineSpan) -> None:
    assert GitLines(data.splitlines(keepends=True)).find_lines(part) == place
