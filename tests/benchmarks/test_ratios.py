"""Ratios: given if the rounds agree, refused if they differ."""

from __future__ import annotations

import pytest

from benchmarks.measure_in_turn import RunTime
from benchmarks.ratios import added, ratio, spread
from benchmarks.result_document import Measured, row_document
from benchmarks.target_ratios import Row


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


@pytest.mark.parametrize(
    ("target", "verdict"), [(0.1, "reached"), (0.04, "refused"), (0.001, "not reached")]
)
def test_of_a_noisy_ratio_it_is_told_on_which_side_of_the_target_it_is(
    target: float, verdict: str
) -> None:
    taken = [RunTime(wall, wall) for wall in (0.02, 0.09, 0.02, 0.05)]
    one = [RunTime(1.0, 1.0)] * 4
    names = {"hookkit": None, "script": None}
    case = Measured("a case", {"hookkit": taken, "script": one}, names, {}, {})
    row = Row("x", "hookkit", "script", target)
    printed = row_document(row, case)
    assert (printed["ratio"], printed["verdict"]) == (None, verdict)
    assert "too noisy" in printed["reason"]


def test_a_ratio_to_what_adds_nothing_is_refused() -> None:
    assert ratio([1.0, 1.0, 1.0], [0.0, 0.0, 0.0]).problem
    assert ratio([1.0, 1.0, 1.0], [-1.0, 0.5, 0.1]).problem


def test_the_spread_is_that_of_the_quartiles() -> None:
    assert spread([1.0]) == 0.0
    assert spread([1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(2 / 3)
