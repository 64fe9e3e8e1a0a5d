"""The phrases that messages share."""

from __future__ import annotations

import pytest

from hookkit.phrases import line_list, percent


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        (0, 0, ""),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 3, "33%"),
        (2, 3, "67%"),
        (1, 1000, "1%"),
        (999, 1000, "99%"),
    ],
)
def test_only_none_is_nothing_and_only_all_is_all(count: int, of: int, told: str) -> None:
    assert percent(count, of) == told


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([20], "line 20"),
        ([12, 4, 9, 4], "lines 4, 9, 12"),
        ([4, 9, 12, 13, 14, 15], "lines 4, 9, 12-15"),
        ([1, 2], "lines 1-2"),
        (range(1, 30, 2), "lines 1, 3, 5, 7, 9, 11, 13, 15 and 7 more"),
    ],
)
def test_lists_of_lines(lines: list[int], text: str) -> None:
    assert line_list(lines) == text
