"""Comments that are debt: comments that silence a tool, and TODO comments."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, NamedTuple

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


class DebtComment(NamedTuple):
    """A comment at a line (from 1) of a file; ``marker`` is "# noqa" or "TODO", for example.

    ``is_blanket`` is True if the comment silences all rules although it could name some.
    """

    path: bytes
    line: int
    kind: CommentKind
    marker: str
    is_blanket: bool = False


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
