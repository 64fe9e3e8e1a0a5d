"""The phrases that messages share."""

from __future__ import annotations

import pytest

from hookkit.phrases import age, date_of, duration, lines_phrase, paths_phrase, percent, short_age

NOW = 1_800_000_000
DAY = 86_400


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
    assert lines_phrase(lines) == text


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
    assert duration(seconds) == told


def test_a_day_is_that_of_utc() -> None:
    assert [date_of(0), date_of(86_399), date_of(253_402_300_799)] == [
        *("1970-01-01", "1970-01-01", "9999-12-31"),
    ]
    assert date_of(10**18) == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7_199, "1 hour ago"),
        (DAY, "1 day ago"),
        (13 * DAY, "1 week ago"),
        (60 * DAY, "2 months ago"),
        (800 * DAY, "2 years ago"),
    ],
)
def test_how_long_ago_it_was(seconds: int, text: str) -> None:
    assert age(NOW - seconds, NOW) == text


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (-100, "now"),
        (59, "now"),
        (60, "1 min"),
        (2 * 3600 - 1, "1 h"),
        (DAY, "1 d"),
        (7 * DAY, "1 w"),
        (30 * DAY, "1 mo"),
        (364 * DAY, "12 mo"),
        (365 * DAY, "1 y"),
    ],
)
def test_a_short_age_has_one_number(past: int, said: str) -> None:
    assert short_age(10**9 - past, 10**9) == said


@pytest.mark.parametrize(
    ("most", "text"),
    [
        (None, "a.py, b\\n.py, \\xff.py"),
        (2, "a.py, b\\n.py and 1 more file"),
        (1, "a.py and 2 more files"),
    ],
)
def test_paths_are_named_in_one_line(most: int | None, text: str) -> None:
    assert paths_phrase([b"a.py", b"b\n.py", b"\xff.py"], most) == text
