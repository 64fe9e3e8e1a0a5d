"""The tokens of a text that is read by logical lines are those of the whole text."""

from __future__ import annotations

import io
import random
import sys
import tokenize
from collections.abc import Callable, Iterator

import pytest

from hookkit.pep8 import logical_lines
from hookkit.pep8.fix_text import string_literals
from hookkit.pep8.logical_line import literals_of
from hookkit.pep8.logical_lines import (
    _boundaries_of_lines,
    _boundaries_of_tokens,
    read_logical_lines,
)
from tests.pep8.test_check_logical_lines import library, texts

Token = tuple[int, str, tuple[int, int], tuple[int, int], str]


def tokens_line_by_line(text: str) -> list[Token] | None:
    """The tokens of a text, put together from those of its logical lines."""
    logical = read_logical_lines(text)
    if logical is None:
        return None
    found: list[Token] = []
    for line, blocks, row in zip(
        logical.lines, logical.indent_changes, logical.start_rows, strict=False
    ):
        by = row + 1 - line.first_token_row
        for kind, string, (start, at), (end, to), source in (
            *line.block_tokens(blocks),
            *line.tokens,
        ):
            found.append((kind, string, (start + by, at), (end + by, to), source))
    return found


def tokens_of_the_whole(text: str) -> list[Token]:
    """The tokens of a text but for those at its end."""
    found: list[Token] = [(*each,) for each in tokenize.generate_tokens(io.StringIO(text).readline)]
    rows = text.count("\n")
    return [each for each in found if each[2][0] <= rows]


def test_the_tokens_are_those_of_the_whole_text() -> None:
    count = 0
    for text in texts(library(8, seed=3), seed=3):
        found = tokens_line_by_line(text)
        if found is not None:
            assert found == tokens_of_the_whole(text)
            count += 1
    assert count > 8


BEFORE_3_12 = pytest.mark.skipif(sys.version_info >= (3, 12), reason="there it is an operator")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("x", id="no end of line"),
        pytest.param("x = (\n", id="unfinished"),
        pytest.param("x = 1\n\f\n", id="form feed"),
        pytest.param("if x:\n\ty\nif x:\n    y\n", id="tabs and spaces"),
        pytest.param("if x:\n    y\n  z\n", id="no such block"),
        pytest.param("x = $\n", id="no token", marks=BEFORE_3_12),
        pytest.param(")\n", id="closed"),
        pytest.param("x = 1\r\n", id="carriage return"),
    ],
)
def test_what_is_not_read_line_by_line(text: str) -> None:
    assert read_logical_lines(text) is None


@pytest.mark.parametrize("text", ["#!a\n#!b\n", "#!b\n", "x\n#!b\n  #!b\n"])
def test_a_shebang_is_one_in_the_first_row_alone(text: str) -> None:
    assert tokens_line_by_line(text) == tokens_of_the_whole(text)


def test_lines_that_begin_alike_are_told_apart() -> None:
    for end in ("1)", "2)", "\n3)", "\n4)", "1)"):
        text = f"f(\n    {end}\n"
        assert tokens_line_by_line(text) == tokens_of_the_whole(text)


def test_many_lines_that_begin_alike_cost_one_look_each() -> None:
    lines = [f"alike(\n    1,\n    {number},\n)\n" for number in range(50)]
    first, again = read_logical_lines("".join(lines)), read_logical_lines("".join(reversed(lines)))
    assert first is not None and again is not None
    assert {*map(id, first.lines)} == {*map(id, again.lines)}
    assert logical_lines._multi_row_counts["alike(\n", "    1,\n"] == {4}


def test_literals_and_cuts_are_those_of_the_whole_text() -> None:
    for text in texts(library(4, seed=5), seed=5):
        logical = read_logical_lines(text)
        if logical is not None:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
            assert list(string_literals(text)) == list(literals_of(text, logical.rows, 1, tokens))
            assert _boundaries_of_lines(logical) == _boundaries_of_tokens(text)


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"again_{number} = [{random.random()}, {{}}]\n" for number in range(50)]
    read_logical_lines("".join(rows))
    calls: list[object] = []
    own = tokenize.generate_tokens

    def counted(readline: Callable[[], str]) -> Iterator[tokenize.TokenInfo]:
        calls.append(readline)
        return own(readline)

    monkeypatch.setattr(tokenize, "generate_tokens", counted)
    rows[7] = "else_7=1\n"
    assert read_logical_lines("".join(rows)) is not None
    assert len(calls) == 1
