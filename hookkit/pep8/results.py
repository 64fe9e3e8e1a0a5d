"""pycodestyle's results for a text, with each text and each logical line judged once."""

from __future__ import annotations

import argparse
import io
import tokenize
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hookkit.pep8.checker import KnownLines, check_text

MOST_TEXTS = 8
"""Texts whose tokens and results are kept: a file before and after its fixes, and a few steps
between."""

MOST_LINES = 20_000
"""Logical lines whose results are kept: those of a few large files."""


class Result(NamedTuple):
    """What pycodestyle reports: line (from 1), offset (from 0), its text, and the check's name."""

    line: int
    offset: int
    text: str
    check: str

    @property
    def code(self) -> str:
        """The code, such as E225."""
        return self.text[:4]


class Rules(NamedTuple):
    """What pycodestyle is asked: codes by prefix, the longest line, and where brackets close."""

    ignore: tuple[str, ...]
    select: tuple[str, ...]
    max_line_length: int
    hang_closing: bool

    @classmethod
    def of(cls, asked: argparse.Namespace) -> Rules:
        """Give the rules that autopep8 hands on from its options."""
        codes = tuple(sorted(asked.ignore or ())), tuple(sorted(asked.select or ()))
        return cls(*codes, asked.max_line_length, bool(asked.hang_closing))


class _Report:
    """What pycodestyle's Checker needs of a report."""

    def __init__(self, options: object = None) -> None:
        self.found: list[Result] = []

    def init_file(self, *_: object) -> None:
        """Begin a file."""

    def increment_logical_line(self) -> None:
        """Begin a logical line."""

    def get_file_results(self) -> int:
        """Give the number of results."""
        return len(self.found)

    def error(self, line: int, offset: int, text: str, check: Callable[..., Any]) -> None:
        """Take a result."""
        self.found.append(Result(line, offset, text, check.__name__))


def results(text: str, rules: Rules) -> list[Result]:
    r"""Give what pycodestyle reports on ``text``, whose lines end with ``\n``, in its order."""
    import autopep8  # it puts a check of its own in the place of one of pycodestyle's

    # Of the tokens that autopep8 asks for again and again it keeps those of one text alone.
    autopep8.generate_tokens = tokens
    style = _style(rules)
    if "\r" not in text and text[:1] not in ("\ufeff", "\xef"):
        found = _results_of_all_checks(text, rules.max_line_length, rules.hang_closing)
        if found is not None:
            asked, ignores = style.names, style.ignore_code
            return [each for each in found if each.check in asked and not ignores(each.code)]
    return pycodestyle_results(text, rules)


def autopep8_results(text: str, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Give the results for autopep8's options, in the form in which autopep8 takes them."""
    return [
        {"id": each.code, "line": each.line, "column": each.offset + 1, "info": each.text}
        for each in results(text, Rules.of(asked))
    ]


def pycodestyle_results(text: str, rules: Rules) -> list[Result]:
    """Give pycodestyle's results by a pass of its own."""
    import pycodestyle

    style, report = _style(rules), _Report()
    lines = io.StringIO(text, newline="").readlines()
    pycodestyle.Checker("", lines=lines, options=style, report=report).check_all()
    return [each for each in report.found if not style.ignore_code(each.code)]


@cache
def _style(rules: Rules) -> Any:
    """Give pycodestyle's options for the rules, with the names of the checks that they ask for."""
    import pycodestyle

    style = pycodestyle.StyleGuide(
        ignore=rules.ignore,
        select=rules.select,
        max_line_length=rules.max_line_length,
        hang_closing=rules.hang_closing,
        reporter=_Report,
    ).options
    style.names = {name for name, *_ in (*style.physical_checks, *style.logical_checks)}
    return style


_lines: KnownLines = {}


@lru_cache(maxsize=MOST_TEXTS)
def _results_of_all_checks(
    text: str, max_line_length: int, hang_closing: bool
) -> tuple[Result, ...] | None:
    """Give the results of all checks; None where the text has no tokens, or a check fails."""
    style = _style(Rules(("-",), (), max_line_length, hang_closing))  # no code begins so
    if len(_lines) > MOST_LINES:
        _lines.clear()
    try:
        found = check_text(text, tokens(text), style, _lines)
    except Exception:  # a check that is not asked may fail where those that are do not
        return None
    return tuple(Result(*each) for each in found)


@lru_cache(maxsize=MOST_TEXTS)
def tokens(text: str) -> tuple[tokenize.TokenInfo, ...]:
    r"""Give the tokens of ``text``, in which only ``\n`` ends a line for the tokenizer's reader.

    Raises tokenize.TokenError or SyntaxError where the text has none to its end.
    """
    return tuple(tokenize.generate_tokens(io.StringIO(text).readline))
