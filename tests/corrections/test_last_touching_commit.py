"""Which commit last touched a part, by its lines alone."""

from __future__ import annotations

import pytest

from hookkit.corrections.git_line_numbers_of_parts import LineSpan
from hookkit.corrections.last_touching_commit import last_touching_commit
from hookkit.corrections.stack import Edit

LINE = LineSpan(4, 5, ((4, 5),), includes_deletions_above=False)
ABOVE = LineSpan(4, 4, ((4, 5),), includes_deletions_above=True)
"""Blank lines that are to come before line 4."""
NEW = Edit(4, 4, 4, 5)
FAR = Edit(0, 0, 0, 2)


@pytest.mark.parametrize(
    ("place", "history", "index"),
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
    place: LineSpan, history: list[list[Edit]], index: int | None
) -> None:
    assert last_touching_commit(place, history) == index
