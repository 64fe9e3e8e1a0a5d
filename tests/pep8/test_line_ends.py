"""Lines: split as Python splits them, and nothing lost."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.line_ends import (
    first_line_end,
    keep_lines_separate,
    line_end,
    line_key,
    split_lines,
    without_line_end,
)

CONTENT = st.binary(max_size=80) | st.text("a \t\f\v\x1c\x85\u2028\r\n", max_size=40).map(
    str.encode
)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"a", [b"a"], id="no end"),
        pytest.param(b"a\nb\r\nc\rd", [b"a\n", b"b\r\n", b"c\r", b"d"], id="three ends"),
        pytest.param(b"\n\r\n\r", [b"\n", b"\r\n", b"\r"], id="only ends"),
        pytest.param(b"a\x0cb\x0bc\x1c\n", [b"a\x0cb\x0bc\x1c\n"], id="form feed is no end"),
        pytest.param("a\u2028b\x85c\n".encode(), ["a\u2028b\x85c\n".encode()], id="unicode ends"),
    ],
)
def test_split(data: bytes, lines: list[bytes]) -> None:
    assert split_lines(data) == lines


@given(CONTENT)
def test_split_loses_nothing(data: bytes) -> None:
    assert b"".join(split_lines(data)) == data
    assert all(without_line_end(line) + line_end(line) == line for line in split_lines(data))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_split_counts_as_python_counts(end: bytes) -> None:
    data = end.join([b"a = 1", b"'''", b"'''", b"b = 1"])
    assert ast.parse(data).body[-1].lineno == len(split_lines(data))


@pytest.mark.parametrize(
    ("line", "expected"),
    [(b"a\r\n", b"a\n"), (b"a\r", b"a\n"), (b"a\n", b"a\n"), (b"a", b"a"), (b"", b"")],
)
def test_key_tells_whether_a_line_ends_but_not_how(line: bytes, expected: bytes) -> None:
    assert line_key(line) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([], b""), ([b"a"], b""), ([b"a", b"b\r", b"c\n"], b"\r"), ([b"\r\n"], b"\r\n")],
)
def test_first_ending(lines: list[bytes], expected: bytes) -> None:
    assert first_line_end(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([b"a\r", b"\n"], [b"a\r", b"\r\n"], id="would be one line"),
        pytest.param([b"\r", b"\n", b"\n"], [b"\r", b"\r\n", b"\n"], id="only the first"),
        pytest.param([b"a\r", b"b\n"], [b"a\r", b"b\n"], id="no blank line"),
        pytest.param([b"a\r\n", b"\n"], [b"a\r\n", b"\n"], id="whole ends"),
        pytest.param([b"\r", b"\r", b"\r\n"], [b"\r", b"\r", b"\r\n"], id="other blank lines"),
        pytest.param([b"\n", b"a"], [b"\n", b"a"], id="a blank line at the top"),
    ],
)
def test_lines_stay_apart_when_they_are_joined(lines: list[bytes], expected: list[bytes]) -> None:
    assert list(keep_lines_separate(lines)) == split_lines(b"".join(expected)) == expected
