"""Stretches of time in words."""

from __future__ import annotations

import pytest

from hookkit.ages import day_of, lasting


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 minutes"),
        (60, "1 minute"),
        (3_540, "59 minutes"),
        (3_599, "60 minutes"),
        (3_600, "1 hour"),
        (19_800, "5.5 hours"),
        (86_400, "24 hours"),
        (2 * 86_400, "2 days"),
        (2.5 * 86_400, "2.5 days"),
        (12.4 * 86_400, "12 days"),
        (4_000 * 86_400, "4,000 days"),
    ],
)
def test_a_time_is_in_the_unit_that_people_would_take(seconds: float, told: str) -> None:
    assert lasting(seconds) == told


def test_a_day_is_that_of_utc() -> None:
    assert [day_of(0), day_of(86_399), day_of(253_402_300_799)] == [
        *("1970-01-01", "1970-01-01", "9999-12-31"),
    ]
