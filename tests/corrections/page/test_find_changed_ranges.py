"""Which ranges of a line are marked as changed, by its two versions."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.find_changed_ranges import find_changed_ranges


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("x=1", "x = 1", [], [(1, 2), (3, 4)]),
        ("f( a )", "f(a)", [(2, 3), (4, 5)], []),
        ("  x", "    x", [], [(2, 4)]),
        ("\tx", "    x", [(0, 1)], [(0, 4)]),
        ("x  ", "x", [(1, 3)], []),
        ("#x", "# x", [], [(1, 2)]),
        ("same", "same", [], []),
        ("if not x in y:", "if x not in y:", [(6, 8)], [(3, 5)]),
        ("a" * 500, "b" + "a" * 499, [], []),
        ("if x == None:", "if x is None:", [(5, 7)], [(5, 7)]),
        ("import os", "x = 1", [], []),
        ("", "x", [], []),
    ],
)
def test_what_changed_within_a_line(
    old: str, new: str, removed: list[tuple[int, int]], added: list[tuple[int, int]]
) -> None:
    marks, new_marks = find_changed_ranges(old, new)
    assert (list(marks), list(new_marks)) == (removed, added)
