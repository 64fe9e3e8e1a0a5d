"""Hunks: found, applied, moved to other versions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hookkit.pep8 import hunks as hunks_module
from hookkit.pep8.hunks import (
    AlreadyApplied,
    Hunk,
    LineRanges,
    RelocatedHunk,
    apply_hunks,
    diff,
    overlaps,
    relocate_hunks,
    shifted_ranges,
)
from hookkit.pep8.line_ends import line_end, line_key, without_line_end
from tests.pep8.random_texts import files, versions


def keys(lines: Sequence[bytes]) -> list[bytes]:
    """The lines, their ends apart."""
    return [line_key(line) for line in lines]


@given(files(), files())
@example([], [b"a"])
@example([b"a"], [])
@example([b"a"], [b"a\n"])
def test_a_diff_applied_gives_the_other_file(base: list[bytes], other: list[bytes]) -> None:
    assert keys(apply_hunks(base, diff(base, other))) == keys(other)


@given(versions(1))
def test_lines_outside_of_hunks_keep_their_bytes(drawn: tuple[list[bytes], ...]) -> None:
    base, other = drawn
    hunks = diff(base, other)
    inside = {number for hunk in hunks for number in range(hunk.start, hunk.end)}
    outside = [line for n, line in enumerate(base) if n not in inside and line_end(line)]
    result = iter(apply_hunks(base, hunks))
    assert all(line in result for line in outside)


@given(files())
def test_a_file_with_other_line_ends_has_no_hunks(lines: list[bytes]) -> None:
    assert (
        diff(
            lines,
            [
                line.rstrip(b"\r\n") + b"\n" if line_key(line)[-1:] == b"\n" else line
                for line in lines
            ],
        )
        == []
    )


LINE = st.sampled_from([b"a", b"b", b"c", b""])


@given(st.lists(LINE), st.lists(LINE), st.lists(LINE | st.binary(max_size=1), max_size=3))
@example([b"a"], [b""], [b"x", b""])
@example([b"a"], [b"a", b"a"], [b"", b"x"])
@example([b"b", b"b"], [b"b", b"b", b"b"], [b"x"])
def test_what_is_between_the_same_ends_is_found_as_by_difflib(
    begin: list[bytes], end: list[bytes], between: list[bytes]
) -> None:
    """Most commits replace, insert or drop lines that are nowhere else: that needs no difflib."""
    texts = [[each + b"\n" for each in lines] for lines in (begin + end, begin + between + end)]
    found = [diff(*texts), diff(*texts[::-1])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hunks_module, "_common_ends", lambda left, right: None)
        assert found == [diff(*texts), diff(*texts[::-1])]


@pytest.mark.parametrize(
    ("base", "hunk", "result"),
    [
        pytest.param(
            [b"a\r\n", b"b\n"], Hunk(0, 1, (b"x\n",)), [b"x\r\n", b"b\n"], id="of its line"
        ),
        pytest.param(
            [b"a\r\n", b"b\n"], Hunk(1, 2, (b"x\r\n",)), [b"a\r\n", b"x\n"], id="each its own"
        ),
        pytest.param(
            [b"a\r", b"b\n"], Hunk(0, 2, (b"x\n", b"y\n")), [b"x\r", b"y\n"], id="line by line"
        ),
        pytest.param(
            [b"a\r", b"b\n"],
            Hunk(0, 1, (b"x\n", b"y\n")),
            [b"x\r", b"y\r", b"b\n"],
            id="a split line gives its end to both",
        ),
        pytest.param([b"a\r\n", b"b"], Hunk(1, 2, (b"b\n",)), [b"a\r\n", b"b\r\n"], id="end added"),
        pytest.param([b"a"], Hunk(0, 1, (b"a\n",)), [b"a\n"], id="no neighbour"),
        pytest.param([b"a\n", b"b\n"], Hunk(1, 2, (b"b",)), [b"a\n", b"b"], id="end removed"),
        pytest.param(
            [b"a\r\n", b"b\r\n"], Hunk(0, 1, (b"a",)), [b"a\r\n", b"b\r\n"], id="not here"
        ),
        pytest.param([b"a\r", b"b"], Hunk(2, 2, (b"c\n",)), [b"a\r", b"b\r", b"c\r"], id="behind"),
        pytest.param([b"a\r\n"], Hunk(1, 1, (b"x\n",)), [b"a\r\n", b"x\r\n"], id="at the end"),
        pytest.param([b"a\r\n"], Hunk(0, 0, (b"x\n",)), [b"x\r\n", b"a\r\n"], id="at the start"),
        pytest.param([], Hunk(0, 0, (b"x\n",)), [b"x\n"], id="empty file"),
    ],
)
def test_new_lines_end_as_their_neighbours(
    base: list[bytes], hunk: Hunk, result: list[bytes]
) -> None:
    assert apply_hunks(base, [hunk]) == result


@pytest.mark.parametrize(
    ("hunk", "span", "growth"),
    [
        (Hunk(0, 1, (b"x\n",)), (1, 1), 0),
        (Hunk(2, 5, ()), (3, 5), -3),
        (Hunk(2, 2, (b"x\n", b"y\n")), (3, 3), 2),
    ],
)
def test_span_and_growth(hunk: Hunk, span: tuple[int, int], growth: int) -> None:
    assert (hunk.line_range, hunk.growth) == (span, growth)


BASE = [b"a\n", b"b\n", b"c\n", b"d\n"]
OURS = Hunk(1, 2, (b"B\n",))


@pytest.mark.parametrize(
    ("other", "landing"),
    [
        pytest.param(BASE, OURS, id="same file"),
        pytest.param([b"x\n", *BASE], Hunk(2, 3, (b"B\n",)), id="line added above"),
        pytest.param(BASE[1:], Hunk(0, 1, (b"B\n",)), id="line removed above"),
        pytest.param([*BASE, b"x\n"], OURS, id="line added below"),
        pytest.param([b"a\n", b"x\n", b"b\n", b"c\n"], Hunk(2, 3, (b"B\n",)), id="right above"),
        pytest.param([b"a\n", b"b\n", b"x\n", b"c\n"], OURS, id="right below"),
        pytest.param([b"a\n", b"x\n", b"c\n", b"d\n"], None, id="the line itself"),
        pytest.param([b"A\n", b"B\n", b"C\n", b"d\n"], AlreadyApplied(), id="among other edits"),
        pytest.param([b"A\n", b"x\n", b"B\n", b"d\n"], None, id="at another line"),
        pytest.param([b"a\n", b"c\n", b"d\n"], None, id="the line removed"),
        pytest.param([b"a\n", b"B\n", b"c\n", b"d\n"], AlreadyApplied(), id="the very same"),
        pytest.param(
            [b"a\r\n", b"B\r\n", b"c\r\n", b"d\r\n"], AlreadyApplied(), id="with other ends"
        ),
    ],
)
def test_transplant(other: list[bytes], landing: RelocatedHunk) -> None:
    assert relocate_hunks([OURS], BASE, other) == [landing]


def test_two_insertions_at_one_place_clash() -> None:
    ours = Hunk(2, 2, (b"x\n",))
    assert relocate_hunks([ours], BASE, [*BASE[:2], b"y\n", *BASE[2:]]) == [None]


@given(versions(2))
def test_no_line_that_the_other_side_edited_is_lost(drawn: tuple[list[bytes], ...]) -> None:
    base, fixed, other = drawn
    landed = [at for at in relocate_hunks(diff(base, fixed), base, other) if isinstance(at, Hunk)]
    theirs = [line for edit in diff(base, other) for line in edit.lines]
    result = iter([without_line_end(line) for line in apply_hunks(other, landed)])
    assert all(without_line_end(line) in result for line in theirs)


@given(versions(2))
def test_a_landed_hunk_replaces_just_the_lines_it_was_made_for(
    drawn: tuple[list[bytes], ...],
) -> None:
    base, fixed, other = drawn
    hunks = diff(base, fixed)
    for hunk, landing in zip(hunks, relocate_hunks(hunks, base, other), strict=True):
        if isinstance(landing, Hunk):
            there = other[landing.start : landing.end]
            assert keys(there) == keys(base[hunk.start : hunk.end])


@given(versions(1))
def test_what_is_already_there_needs_nothing(drawn: tuple[list[bytes], ...]) -> None:
    base, fixed = drawn
    places = relocate_hunks(diff(base, fixed), base, fixed)
    assert all(isinstance(each, AlreadyApplied) for each in places)


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
