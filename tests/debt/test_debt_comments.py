"""Comments that are debt: found by the tokens of a file, whatever else is in it."""

from __future__ import annotations

import pytest

from hookkit.debt.debt_comments import debt_comments


def found(text: str) -> list[tuple[int, str, bool]]:
    """The line, the word and whether it is bare, of each comment in a text."""
    comments = debt_comments(b"a.py", text.encode())
    return [(each.line, each.marker, each.is_blanket) for each in comments]


@pytest.mark.parametrize(
    ("comment", "word", "is_blanket"),
    [
        ("# noqa", "# noqa", True),
        ("#NOQA:E501", "# noqa", False),
        ("# noqa : E501,W291", "# noqa", False),
        ("# flake8: noqa", "# noqa", True),
        ("# type: ignore", "# type: ignore", True),
        ("# type: ignore[attr-defined]", "# type: ignore", False),
        ("# pyright: ignore[x]", "# pyright: ignore", False),
        ("# mypy: ignore-errors", "# mypy: ignore-errors", False),
        ("# pylint: disable=fixme", "# pylint: disable", False),
        ("# fmt: skip", "# fmt: off", False),
        ("# isort:skip_file", "# isort: skip", False),
        ("# pragma: no cover", "# pragma: no cover", False),
        ("# nosec", "# nosec", True),
        ("# nosec B101", "# nosec", False),
        ("# see below. TODO(me): mend", "TODO", False),
        ("#FIXME", "FIXME", False),
        ("# XXX", "XXX", False),
    ],
)
def test_each_sort_is_known(comment: str, word: str, is_blanket: bool) -> None:
    assert found(f"x = 1\ny = 2  {comment}\n") == [(2, word, is_blanket)]


@pytest.mark.parametrize(
    "text", ["x = '# noqa TODO'\n", '"""TODO: # type: ignore"""\n', "# todo, xxx\n", "# noqaish\n"]
)
def test_what_is_no_such_comment_is_none(text: str) -> None:
    assert found(text) == []


def test_a_comment_may_be_of_two_sorts() -> None:
    said = found("x = 1  # type: ignore  # noqa: E501  TODO\n")
    assert [word for _, word, _ in said] == ["# noqa", "# type: ignore", "TODO"]


def test_of_a_file_that_is_no_python_it_is_what_comes_before_the_error() -> None:
    assert found("# TODO\nx = (\n") == [(1, "TODO", False)]
    assert [*debt_comments(b"a.py", b"# TODO\n\xff\n")] == []
