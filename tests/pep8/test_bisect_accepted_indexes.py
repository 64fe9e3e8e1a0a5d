"""A large accepted subset: what is left out of it, and how few questions find it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.bisect_accepted_indexes import bisect_accepted_indexes


@given(st.integers(0, 40), st.sets(st.integers(0, 39)))
def test_the_search_drops_just_the_members_that_are_bad_alone(count: int, bad: set[int]) -> None:
    expected = [each for each in range(count) if each not in bad]
    assert bisect_accepted_indexes(count, lambda some: not bad & set(some)) == expected


@given(st.integers(0, 12), st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_the_search_gives_only_what_is_accepted(count: int, quarrels: set[tuple[int, int]]) -> None:
    def accepts(some: Sequence[int]) -> bool:
        return not any(a in some and b in some for a, b in quarrels)

    chosen = bisect_accepted_indexes(count, accepts)
    assert accepts(chosen) and chosen == sorted(set(chosen))


def test_the_search_asks_few_questions() -> None:
    asked: list[Sequence[int]] = []

    def accepts(some: Sequence[int]) -> bool:
        asked.append(some)
        return 500 not in some

    assert len(bisect_accepted_indexes(1024, accepts)) == 1023
    assert len(asked) < 40
