"""Ranges of lines: what meets them, and where they are behind some hunks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.hunks import Hunk, apply_hunks, diff
from hookkit.pep8.line_ends import without_line_end
from hookkit.pep8.line_ranges import LineRanges, overlaps, shifted_ranges
from tests.pep8.random_texts import versions


@pytest.mark.parametrize(
    ("span", "ranges", "expected"),
    [
        ((3, 3), None, True),
        ((3, 3), (), False),
        ((3, 3), ((3, 3),), True),
        ((1, 2), ((3, 4),), False),
        ((5, 9), ((3, 4),), False),
        ((1, 3), ((3, 4),), True),
        ((4, 9), ((3, 4),), True),
        ((1, 9), ((3, 4),), True),
        ((6, 6), ((3, 4), (6, 8)), True),
    ],
)
def test_meets(span: tuple[int, int], ranges: LineRanges | None, expected: bool) -> None:
    assert overlaps(span, ranges) is expected


@pytest.mark.parametrize(
    ("ranges", "hunks", "expected"),
    [
        pytest.param(None, [Hunk(0, 0, (b"x\n",))], None, id="all lines"),
        pytest.param(((3, 4),), [], ((3, 4),), id="no hunks"),
        pytest.param(((3, 4),), [Hunk(0, 1, (b"x\n", b"y\n"))], ((4, 5),), id="above"),
        pytest.param(((3, 4),), [Hunk(0, 1, ())], ((2, 3),), id="removed above"),
        pytest.param(((3, 4),), [Hunk(5, 6, ())], ((3, 4),), id="below"),
        pytest.param(((3, 4),), [Hunk(2, 3, (b"x\n", b"y\n"))], ((3, 5),), id="inside"),
        pytest.param(((3, 4),), [Hunk(1, 3, (b"x\n",))], ((2, 3),), id="over its start"),
        pytest.param(((3, 4),), [Hunk(3, 6, (b"x\n",) * 4)], ((3, 7),), id="over its end"),
        pytest.param(((3, 4),), [Hunk(2, 2, (b"x\n",))], ((3, 5),), id="added at its start"),
        pytest.param(((3, 4),), [Hunk(4, 4, (b"x\n",))], ((3, 4),), id="added behind it"),
    ],
)
def test_carried(ranges: LineRanges | None, hunks: list[Hunk], expected: LineRanges | None) -> None:
    assert shifted_ranges(ranges, hunks) == expected


def bodies(lines: list[bytes]) -> list[bytes]:
    """The lines, their ends apart."""
    return [without_line_end(line) for line in lines]


@given(versions(1), st.data())
def test_the_lines_of_a_range_stay_in_it(
    drawn: tuple[list[bytes], ...], data: st.DataObject
) -> None:
    base, other = drawn
    hunks = diff(base, other)
    first = data.draw(st.integers(1, len(base)))
    last = data.draw(st.integers(first, len(base)))
    moved = shifted_ranges(((first, last),), hunks)
    assert moved is not None
    [(start, end)] = moved
    result = bodies(apply_hunks(base, hunks))
    assert start >= 1 and end <= len(result)
    before = [
        hunk
        for hunk in hunks
        if hunk.end < first and not overlaps(hunk.line_range, ((first, last),))
    ]
    behind = [hunk for hunk in hunks if hunk.start >= last]
    assert result[: start - 1] == bodies(apply_hunks(base, before))[: start - 1]
    left = len(result) - end
    assert result[end:] == (bodies(apply_hunks(base, behind))[-left:] if left else [])
