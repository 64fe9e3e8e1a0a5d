"""Ratios: told where the rounds agree, refused where they do not."""

from __future__ import annotations

import pytest

from benchmarks.ratios import added, ratio, spread


def test_what_is_added_is_told_round_by_round() -> None:
    assert added([3.0, 5.0], [1.0, 2.0]) == [2.0, 3.0]
    assert added([3.0], None) == [3.0]


def test_a_steady_ratio_is_told() -> None:
    found = ratio([2.0, 2.02, 1.98, 2.0], [1.0, 1.01, 0.99, 1.0])
    assert found.value == pytest.approx(2.0)
    assert found.low <= found.value <= found.high
    assert found.problem == ""


def test_a_noisy_ratio_is_refused() -> None:
    assert "too noisy" in ratio([2.0, 9.0, 0.5, 4.0], [1.0, 1.0, 1.0, 1.0]).problem


def test_a_ratio_to_what_adds_nothing_is_refused() -> None:
    assert ratio([1.0, 1.0, 1.0], [0.0, 0.0, 0.0]).problem
    assert ratio([1.0, 1.0, 1.0], [-1.0, 0.5, 0.1]).problem


def test_the_spread_is_that_of_the_quartiles() -> None:
    assert spread([1.0]) == 0.0
    assert spread([1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(2 / 3)
