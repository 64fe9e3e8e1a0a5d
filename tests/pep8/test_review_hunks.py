"""The hunks of a review: what touches each other, with ids that survive edits elsewhere."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.review_hunks import ReviewHunk, find_review_hunks, split_hunk, take_hunks

BASE = b"import os,sys\nx=1\n\n\ndef f(a,b):\n    return a\ny=2\n"
FIXED = b"import os\nimport sys\nx = 1\n\n\ndef f(a, b):\n    return a\n\n\ny = 2\n"
FAULTS = (
    Fault("E401", 1, "multiple imports on one line"),
    Fault("E231", 1, "missing whitespace after ','"),
    Fault("E225", 2, "missing whitespace around operator"),
    Fault("E231", 5, "missing whitespace after ','"),
    Fault("E305", 7, "expected 2 blank lines"),
    Fault("E225", 7, "missing whitespace around operator"),
)


def hunks(base: bytes = BASE, fixed: bytes = FIXED) -> list[ReviewHunk]:
    """The hunks of one file."""
    return find_review_hunks(b"a.py", base, fixed, FAULTS)


def ids(found: Sequence[ReviewHunk]) -> list[str]:
    """The ids of some hunks."""
    return [each.id for each in found]


def test_parts_that_touch_each_other_are_one_hunk() -> None:
    assert [(each.line_range, each.codes, each.before, each.after) for each in hunks()] == [
        (
            (1, 2),
            ("E225", "E231", "E401"),
            (b"import os,sys\n", b"x=1\n"),
            (b"import os\n", b"import sys\n", b"x = 1\n"),
        ),
        ((5, 5), ("E231",), (b"def f(a,b):\n",), (b"def f(a, b):\n",)),
        ((7, 7), ("E225", "E305"), (b"y=2\n",), (b"\n", b"\n", b"y = 2\n")),
    ]


def test_every_fault_belongs_to_one_hunk() -> None:
    told = [fault for each in hunks() for fault in each.faults]
    assert sorted(told) == sorted(FAULTS)


def test_a_hunk_is_split_into_its_parts_with_the_faults_of_each() -> None:
    first, _, last = hunks()
    assert [(each.line_range, each.codes) for each in split_hunk(first, BASE, FIXED)] == [
        ((1, 1), ("E231", "E401")),
        ((2, 2), ("E225",)),
    ]
    assert [each.line_range for each in split_hunk(last, BASE, FIXED)] == [(7, 7), (7, 7)]


def test_an_id_survives_edits_elsewhere_and_fixes_beside_it() -> None:
    moved = b"# new\n# lines\n" + BASE
    assert ids(hunks(moved, b"# new\n# lines\n" + FIXED))[1:] == ids(hunks())[1:]
    # The neighbours of the function are mended, and it is still the same hunk.
    mended = BASE.replace(b"x=1", b"x = 1").replace(b"y=2", b"y = 2")
    assert ids(hunks())[1] in ids(hunks(mended, FIXED))


@pytest.mark.parametrize(
    ("base", "fixed"),
    [
        pytest.param(BASE.replace(b"(a,b)", b"(a,c)"), FIXED.replace(b"a, b", b"a, c"), id="line"),
        pytest.param(BASE, FIXED.replace(b"a, b", b"a,  b"), id="fix"),
        pytest.param(BASE.replace(b"x=1", b"x=2"), FIXED.replace(b"x = 1", b"x = 2"), id="above"),
    ],
)
def test_another_line_another_fix_or_another_neighbour_is_another_id(
    base: bytes, fixed: bytes
) -> None:
    assert ids(hunks(base, fixed))[1] != ids(hunks())[1]


def test_the_same_path_matters() -> None:
    elsewhere = find_review_hunks(b"b.py", BASE, FIXED, ())
    assert not set(ids(elsewhere)) & set(ids(hunks()))


def test_the_same_hunk_twice_has_two_ids() -> None:
    base, fixed = b"a\nx=1\na\nx=1\na\n", b"a\nx = 1\na\nx = 1\na\n"
    first, second = ids(hunks(base, fixed))
    assert second == f"{first}-2"


@pytest.mark.parametrize(
    ("encode", "end"),
    [
        pytest.param(lambda text: text, b"\n", id="plain"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), b"\r\n", id="CRLF"),
        pytest.param(lambda text: codecs.BOM_UTF8 + text, b"\n", id="byte order mark"),
        pytest.param(lambda text: text.removesuffix(b"\n"), b"\n", id="no end of the last line"),
        pytest.param(
            lambda text: b"# coding: latin-1\n# \xe9\n" + text, b"\n", id="another encoding"
        ),
    ],
)
def test_hunks_are_told_in_utf_8_and_taken_in_the_bytes_of_the_file(
    encode: type[bytes], end: bytes
) -> None:
    base, fixed = encode(BASE), encode(FIXED)
    found = hunks(base, fixed)
    assert all(line.endswith(b"\n") for each in found for line in each.before[:-1])
    assert all(b"\r" not in line for each in found for line in each.after)
    assert take_hunks(base, fixed, found) == fixed
    assert take_hunks(base, fixed, []) == base
    one = take_hunks(base, fixed, found[1:2])
    assert one == base.replace(b"(a,b)", b"(a, b)")


@given(st.sets(st.sampled_from(range(3))))
def test_hunks_are_taken_independently(chosen: set[int]) -> None:
    some = [hunks()[index] for index in sorted(chosen)]
    parts = [part for each in some for part in split_hunk(each, BASE, FIXED)]
    assert take_hunks(BASE, FIXED, some) == take_hunks(BASE, FIXED, parts)
