"""What is said of a commit in a picture."""

from __future__ import annotations

import pytest

from hookkit.graph.commits import Named
from hookkit.graph.verdicts import Verdict
from hookkit.graph.wording import age, date_of, mark_of, names_of, word_of

DAY = 86_400
A, B = "a" * 40, "b" * 40


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
def test_an_age_has_one_number(past: int, said: str) -> None:
    assert age(10**9 - past, 10**9) == said


def test_a_day_is_told_in_utc_and_a_time_that_is_none_is_not() -> None:
    assert date_of(DAY - 1) == "1970-01-01"
    assert date_of(10**18) == ""


def test_names_come_by_their_weight_and_a_branch_is_named_once() -> None:
    refs = [
        Named("refs/tags/v1", A, ""),
        Named("refs/remotes/origin/topic", A, ""),
        Named("refs/remotes/origin/main", A, ""),
        Named("refs/heads/topic", A, "refs/remotes/origin/topic"),
        Named("refs/heads/free", A, ""),
        Named("HEAD", A, "refs/heads/topic"),
    ]
    assert [text for _, text in names_of(refs)] == [
        *("HEAD → topic", "free", "origin/main", "=origin", "v1"),
    ]


def test_the_worst_verdict_gives_the_sign() -> None:
    good, direct = Verdict("semi-linear"), Verdict("direct", "HK401", "no")
    late = Verdict("not rebased", "HK403", "no")
    unknown = Verdict("unknown", "HK403", "unknown")
    assert [mark_of(each).text for each in ((), (good,), (direct,), (late,), (unknown,))] == [
        *(" ", "✓", "!", "✗", "?"),
    ]
    both = (Verdict("inner merge", "HK404", "no"), late)
    assert (mark_of(both).text, word_of(both)) == ("✗", "inner merge, not rebased")
