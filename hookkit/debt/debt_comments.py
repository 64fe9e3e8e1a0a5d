"""Comments that are debt: comments that silence a tool, and TODO comments with their dates."""

from __future__ import annotations

import io
import os
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Literal, NamedTuple

from hookkit.debt.tracked_files import tracked_contents
from hookkit.git.blame import blame_lines
from hookkit.git.runner import Git

CommentKind = Literal["silencing", "to do"]

_PATTERN_SOURCES = {
    "# noqa": r"#\s*(?:flake8[:=]\s*|ruff:\s*)?noqa\b(?P<rules>\s*:\s*[A-Z]+[0-9])?",
    "# type: ignore": r"#\s*type:\s*ignore\b(?P<rules>\s*\[)?",
    "# pyright: ignore": r"#\s*pyright:\s*ignore\b(?P<rules>\s*\[)?",
    "# mypy: ignore-errors": r"#\s*mypy:\s*ignore-errors\b",
    "# pylint: disable": r"#\s*pylint:\s*(?:disable|skip-file)\b(?P<rules>(?:-next)?\s*=)?",
    "# fmt: off": r"#\s*(?:fmt:\s*(?:off|skip)|yapf:\s*disable)\b",
    "# isort: skip": r"#\s*isort:\s*(?:off|skip)",
    "# pragma: no cover": r"#\s*pragma:\s*no\s*(?:cover|branch)\b",
    "# nosec": r"#\s*nosec\b(?P<rules>\s*:?\s*B[0-9])?",
}
_SILENCING_PATTERNS = {
    marker: re.compile(pattern, re.IGNORECASE) for marker, pattern in _PATTERN_SOURCES.items()
}
_TODO_PATTERN = re.compile(r"\b(TODO|FIXME|XXX)\b")
_PREFILTER_PATTERN = re.compile(rb"(?i)noqa|ignore|disable|skip|fmt|pragma|nosec|todo|fixme|xxx")

MARKERS_WITH_RULES = ("# noqa", "# type: ignore", "# pyright: ignore", "# nosec")
"""Comments that should name the rules that they silence."""

MAX_BLAMED_FILES = 20
"""The most files whose lines are looked up: for each, git walks through the history."""


class DebtComment(NamedTuple):
    """A comment at a line (from 1) of a file; ``marker`` is "# noqa" or "TODO", for example.

    ``is_blanket`` is True if the comment silences all rules although it could name some.
    """

    path: bytes
    line: int
    kind: CommentKind
    marker: str
    is_blanket: bool = False


class DatedComments(NamedTuple):
    """The comments that are debt.

    ``todo_times`` has the author's Unix time, in seconds, of the commit that touched the line of a
    TODO comment last.
    """

    comments: list[DebtComment]
    todo_times: dict[DebtComment, int]


def debt_comments(path: bytes, data: bytes) -> Iterator[DebtComment]:
    """Give the comments of a file that are debt; up to the error if it does not parse."""
    if _PREFILTER_PATTERN.search(data) is None:
        return
    with suppress(tokenize.TokenError, SyntaxError, ValueError):
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                yield from _parse_comment(path, token.start[0], token.string)


def _parse_comment(path: bytes, line: int, text: str) -> Iterator[DebtComment]:
    for marker, pattern in _SILENCING_PATTERNS.items():
        match = pattern.search(text)
        if match is not None:
            is_blanket = marker in MARKERS_WITH_RULES and match["rules"] is None
            yield DebtComment(path, line, "silencing", marker, is_blanket)
    todo = _TODO_PATTERN.search(text)
    if todo is not None:
        yield DebtComment(path, line, "to do", todo[1])


def read_dated_comments(git: Git) -> DatedComments:
    """Read the comments in all Python files that git tracks, as they are in the worktree."""
    files = tracked_contents(git).items()
    comments = [
        each for path, data in files if path.endswith(b".py") for each in debt_comments(path, data)
    ]
    return DatedComments(
        comments, comment_times(git, [each for each in comments if each.kind == "to do"])
    )


def comment_times(git: Git, comments: Iterable[DebtComment]) -> dict[DebtComment, int]:
    """Give the author's Unix time of the commit that touched the line of each comment last.

    Only the MAX_BLAMED_FILES files with most comments are looked up. A comment that is in no commit
    yet is left out.
    """
    by_path: defaultdict[bytes, list[DebtComment]] = defaultdict(list)
    for each in comments:
        by_path[each.path].append(each)
    chosen_paths = sorted(by_path, key=lambda path: (-len(by_path[path]), path))[:MAX_BLAMED_FILES]
    times: dict[DebtComment, int] = {}
    for path in chosen_paths:
        lines = blame_lines(git, os.fsdecode(path), {each.line for each in by_path[path]})
        times |= {
            each: lines[each.line].author_time for each in by_path[path] if each.line in lines
        }
    return times
