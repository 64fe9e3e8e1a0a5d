"""The rest of a correction has its place in a version that has a part of it already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import pytest

from hookkit.corrections.apply_to_versions import EditedVersion, apply_to_versions
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.pep8.hunks import Hunk, apply_hunks
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.relocate_correction import (
    _split_hunk,
    applied_indexes,
    split_hunks,
    without_applied_fixes,
)

BASE = b"""\
import os, sys
import re, json
x=1
y = x  \x20
def h(a,b):
  return a+b

"""
FIXED = b"""\
import os
import sys
import re
import json
x = 1
y = x


def h(a, b):
    return a+b
"""
EDITS = "lines that were edited since"


def cut(base: bytes = BASE, fixed: bytes = FIXED) -> list[Hunk]:
    """The pieces between two versions."""
    return [piece for group in split_hunks(base, fixed) for piece in group]


def subsets(count: int, least: int = 0, most: int | None = None) -> list[tuple[int, ...]]:
    """The subsets of the first numbers, the smallest first."""
    sizes = range(least, (count if most is None else most) + 1)
    return [each for size in sizes for each in combinations(range(count), size)]


def with_some(numbers: Iterable[int], base: bytes = BASE, fixed: bytes = FIXED) -> bytes:
    """The file with some pieces."""
    some = cut(base, fixed)
    return b"".join(apply_hunks(split_lines(base), [some[number] for number in sorted(numbers)]))


def test_what_touches_is_cut_at_logical_lines() -> None:
    assert [(each.start, each.end, len(each.lines)) for each in cut()] == [
        *((0, 1, 2), (1, 2, 2), (2, 3, 1), (3, 4, 1), (4, 4, 2), (4, 5, 1), (5, 6, 1), (6, 7, 0)),
    ]


def test_the_rest_is_placed_whatever_was_taken() -> None:
    some, lines, fixed = cut(), split_lines(BASE), split_lines(FIXED)
    for numbers in subsets(8):
        version = with_some(numbers)
        assert applied_indexes(some, lines, fixed, split_lines(version)) == set(numbers), numbers
        assert apply_to_versions(BASE, FIXED, [EditedVersion(version, EDITS)]).contents == (
            FIXED,
        ), numbers
        rest = without_applied_fixes(BASE, FIXED, version)
        assert rest == with_some(set(range(8)) - {*numbers}), numbers
        assert apply_to_versions(BASE, rest, [EditedVersion(version, EDITS)]) == (
            (FIXED,),
            (),
        ), numbers


@pytest.mark.parametrize("part", [(0,), (4,), (7,), (0, 1), (0, 4), (3, 5), (4, 6), (2, 7)])
def test_a_part_is_placed_whatever_was_taken(part: tuple[int, ...]) -> None:
    wanted = with_some(part)
    for numbers in subsets(8, 0, 3):
        found = apply_to_versions(BASE, wanted, [EditedVersion(with_some(numbers), EDITS)])
        assert found == ((with_some({*numbers, *part}),), ()), numbers


def test_a_part_goes_into_one_version_where_another_has_all_of_it() -> None:
    part = with_some([0, 3, 5])
    versions = [EditedVersion(BASE, "branch"), EditedVersion(FIXED, "worktree")]
    assert apply_to_versions(BASE, part, versions) == ((part, FIXED), ())


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="BOM"),
        pytest.param(lambda data: b"# coding: latin-1\n" + data + b"# \xe9\n", id="latin-1"),
        pytest.param(lambda data: data.rstrip(b"\n"), id="no newline at the end"),
        pytest.param(lambda data: data + b"\xff\xfe\n", id="no source"),
        pytest.param(lambda data: data + b"def f(:\n", id="no Python"),
    ],
)
def test_in_any_file(encode: Callable[[bytes], bytes]) -> None:
    base, fixed = encode(BASE), encode(FIXED)
    for numbers in subsets(len(cut(base, fixed)), 0, 2):
        version = with_some(numbers, base, fixed)
        assert apply_to_versions(base, fixed, [EditedVersion(version, EDITS)]) == (
            (fixed,),
            (),
        ), numbers


def test_an_edit_of_a_person_costs_only_its_own_piece() -> None:
    version = with_some([0, 2]).replace(b"y = x   \n", b"y = x + 2   \n")
    found = apply_to_versions(BASE, FIXED, [EditedVersion(version, EDITS)])
    assert found.contents == (FIXED.replace(b"y = x\n", b"y = x + 2   \n"),)
    assert found.dropped == (Dropped(4, 4, EDITS),)


def test_a_line_that_a_person_has_put_between_two_of_a_hunk_stays() -> None:
    version = BASE.replace(b"y = x", b"mine = 1\ny = x")
    found = apply_to_versions(BASE, FIXED, [EditedVersion(version, EDITS)])
    assert found == ((FIXED.replace(b"y = x", b"mine = 1\ny = x"),), ())


def test_what_was_rewritten_is_not_taken() -> None:
    version = b"z = 0\n"
    assert without_applied_fixes(BASE, FIXED, version) == FIXED
    assert apply_to_versions(BASE, FIXED, [EditedVersion(version, EDITS)]).contents == (version,)


def test_a_hunk_is_cut_at_the_edges_near_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted_cut(
        hunk: Hunk, new_start: int, edges: Sequence[tuple[int, int]], lines: Sequence[bytes]
    ) -> Iterator[Hunk]:
        asked.append(len(edges))
        return _split_hunk(hunk, new_start, edges, lines)

    monkeypatch.setattr("hookkit.pep8.relocate_correction._split_hunk", counted_cut)
    base = b"".join(b"x%d=1\ny%d = 2\n" % (number, number) for number in range(300))
    found = split_hunks(base, base.replace(b"=1", b" = 1"))
    assert [len(each) for each in found] == [1] * 300
    assert sum(asked) <= 4 * len(found)
