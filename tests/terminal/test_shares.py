"""Shares in percent and as bars."""

from __future__ import annotations

import pytest

from hookkit.terminal.shares import WIDTH, bar, percent


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


def test_a_bar_is_as_long_as_the_share() -> None:
    assert [bar(0, 5), bar(5, 5), bar(0, 0)] == ["", "█" * WIDTH, ""]
    assert [bar(1, 2), bar(1, 128), bar(3, 32)] == ["████████", "▏", "█▌"]
    assert all(len(bar(count, 97)) <= WIDTH for count in range(98))
