"""Comments that are debt, by the tokens of a file, and when their lines were committed."""

from __future__ import annotations

import pytest

from hookkit.debt.debt_comments import (
    DebtComment,
    comment_times,
    debt_comments,
    read_dated_comments,
)
from tests.repository import Repository


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


def at(repo: Repository, year: int, files: dict[str, str]) -> None:
    """Commit files in a year."""
    when = f"{year}-06-01T12:00:00Z"
    for name, text in files.items():
        repo.write(name, text)
        repo.git("add", name)
    repo.git("commit", "-qm", "x", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)


def test_a_line_is_as_old_as_its_commit_and_none_that_is_not_committed(repo: Repository) -> None:
    repo.write("a.py", "# TODO\n")
    repo.git("add", "a.py")
    assert read_dated_comments(repo.runner).todo_times == {}
    at(repo, 2019, {"a.py": "# TODO one\n"})
    at(repo, 2021, {"a.py": "# more\n# TODO one\n# TODO two\n"})
    repo.write("a.py", "# more\n# TODO one\n# TODO two\n# TODO three\n")
    found = read_dated_comments(repo.runner)
    assert [each.line for each in found.comments] == [2, 3, 4]
    years = {each.line: 1970 + when // 31_556_952 for each, when in found.todo_times.items()}
    assert years == {2: 2019, 3: 2021}


def test_a_file_that_git_does_not_know_has_no_times(repo: Repository) -> None:
    at(repo, 2019, {"a.py": "1\n"})
    assert comment_times(repo.runner, [DebtComment(b"b.py", 1, "to do", "TODO")]) == {}
