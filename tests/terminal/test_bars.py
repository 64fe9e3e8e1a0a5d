"""Bars: as long as the share that they stand for."""

from __future__ import annotations

from hookkit.terminal.bars import BAR_WIDTH, bar


def test_a_bar_is_as_long_as_the_share() -> None:
    assert [bar(0, 5), bar(5, 5), bar(0, 0)] == ["", "█" * BAR_WIDTH, ""]
    assert [bar(1, 2), bar(1, 128), bar(3, 32)] == ["████████", "▏", "█▌"]
    assert all(len(bar(count, 97)) <= BAR_WIDTH for count in range(98))
