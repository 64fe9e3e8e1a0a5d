"""Check a text by pycodestyle with autopep8's options; the results for a few texts are cached.

A text that a fix broke, so that the tokenizer rejects it, is checked too: autopep8 continues with
it, pass after pass. Up to the line with the error it is checked line by line like any other; from
this line on the steps are those of pycodestyle itself.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.check_logical_lines import (
    PycodestyleResult,
    check_lines,
    has_known_checks,
    make_checker,
)
from hookkit.pep8.installed_checks_and_fixers import pycodestyle_checks
from hookkit.pep8.logical_lines import (
    LogicalLines,
    read_lines_before_error,
    read_logical_lines,
)
from hookkit.pep8.tokens_and_comments import MAX_CACHED_TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PYCODESTYLE_DEFAULT_IGNORE = ("E121", "E123", "E126", "E226", "E24", "E704", "W503", "W504")
"""The codes that pycodestyle ignores if neither ``select`` nor ``ignore`` is given."""


class CheckOptions(NamedTuple):
    """pycodestyle's options: prefixes of codes, line length, and the place of closing brackets."""

    ignore: tuple[str, ...]
    select: tuple[str, ...]
    max_line_length: int
    hang_closing: bool

    @classmethod
    def from_autopep8(cls, options: Any) -> CheckOptions:
        """Give the options that autopep8 makes from its own for pycodestyle."""
        codes = tuple(sorted(options.ignore or ())), tuple(sorted(options.select or ()))
        return cls(*codes, options.max_line_length, bool(options.hang_closing))

    def ignores(self, code: str) -> bool:
        """Whether pycodestyle's StyleGuide would ignore a code."""
        if len(code) < 4 and any(each.startswith(code) for each in self.select):
            return False
        ignored = ("",) if self.select else self.ignore or _PYCODESTYLE_DEFAULT_IGNORE
        return code.startswith(ignored) and not code.startswith(self.select)


class _Report:
    """The methods that pycodestyle's Checker needs from a report."""

    def __init__(self, options: object = None) -> None:
        self.results: list[PycodestyleResult] = []

    def init_file(self, *_: object) -> None:
        """Do nothing when a file begins."""

    def increment_logical_line(self) -> None:
        """Do nothing when a logical line begins."""

    def get_file_results(self) -> int:
        """Give the number of results."""
        return len(self.results)

    def error(self, line: int, offset: int, text: str, check: Callable[..., Any]) -> None:
        """Add a result."""
        self.results.append(PycodestyleResult(line, offset, text[:4], text, check.__name__))


def check_text(text: str, check_options: CheckOptions) -> list[PycodestyleResult]:
    r"""Give pycodestyle's results for ``text`` in its order; lines must end with ``\n``."""
    results = _results_of_all_checks(
        text, check_options.max_line_length, check_options.hang_closing
    )
    if results is None:
        return run_pycodestyle(text, check_options)
    names = selected_checks(check_options) if results else frozenset()
    return [
        each
        for each in results
        if (each.check in names or each.check == "report_invalid_syntax")
        and not check_options.ignores(each.code)
    ]


def run_pycodestyle(text: str, check_options: CheckOptions) -> list[PycodestyleResult]:
    """Give the results of pycodestyle's own Checker."""
    import autopep8  # noqa: F401  # its import replaces one of pycodestyle's checks
    import pycodestyle

    style = pycodestyle.StyleGuide(**check_options._asdict(), reporter=_Report).options
    report = _Report()
    lines = io.StringIO(text, newline="").readlines()
    pycodestyle.Checker("", lines=lines, options=style, report=report).check_all()
    return [each for each in report.results if not style.ignore_code(each.code)]


@lru_cache(maxsize=16)
def selected_checks(check_options: CheckOptions) -> frozenset[str]:
    """Give the names of the checks that pycodestyle runs; each has a code that is not ignored."""
    all_checks = (*pycodestyle_checks("physical_line"), *pycodestyle_checks("logical_line"))
    return frozenset(
        each.name
        for each in all_checks
        if any(not (code and check_options.ignores(code)) for code in each.codes)
    )


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def _results_of_all_checks(
    text: str, max_line_length: int, hang_closing: bool
) -> Sequence[PycodestyleResult] | None:
    """Give the results of all checks; None if the text cannot be checked line by line."""
    if not has_known_checks():
        return None
    logical_lines = read_logical_lines(text)
    try:
        if logical_lines is None:
            return _check_broken_text(text, max_line_length, hang_closing)
        return check_lines(logical_lines, max_line_length, hang_closing)
    except Exception:  # a check that is not selected may fail on its own
        return None


def _check_broken_text(
    text: str, max_line_length: int, hang_closing: bool
) -> list[PycodestyleResult] | None:
    """Give the results of all checks in a text that the tokenizer rejects; None if unknown."""
    logical_lines = read_lines_before_error(text)
    if logical_lines is None:
        return None
    checker = make_checker(logical_lines, max_line_length, hang_closing)
    checker.check_lines()
    checker.raw_results = []
    checker.report, checker.tokens = _Report(), []
    checker._logical_checks = [each[:3] for each in pycodestyle_checks("logical_line")]
    return (
        checker.results
        if _check_from_error(checker, logical_lines, logical_lines.start_rows[-1])
        else None
    )


def _check_from_error(checker: Any, logical_lines: LogicalLines, row: int) -> bool:
    """Check from the line with the error on as pycodestyle does; False if that is not known."""
    rows = _RowReader(logical_lines.rows, row)
    try:
        _check_physical_lines(checker, logical_lines, rows, row)
    except tokenize.TokenError as error:
        message, (error_row, column) = error.args
        checker.line_number = rows.next_row
        try:
            raise tokenize.TokenError(message, (error_row + row, column))
        except tokenize.TokenError:
            checker.report_invalid_syntax()
    except SyntaxError:
        return False
    else:
        return False
    if not checker.tokens:  # it is unknown whether blocks end before the error
        return False
    checker.check_physical(checker.lines[-1])
    checker.check_logical()
    checker.results += [PycodestyleResult(*each) for each in checker.raw_results]
    return True


def _check_physical_lines(
    checker: Any, logical_lines: LogicalLines, rows: _RowReader, row: int
) -> None:
    """Read the tokens from a line on, and check the physical lines that they end.

    Raises TokenError or SyntaxError at the error.
    """
    import pycodestyle

    previous = ""
    for token in _with_block_tokens(
        tokenize.generate_tokens(rows.readline), logical_lines.block_columns
    ):
        (start, column), (end, end_column) = token.start, token.end
        shifted_token = token._replace(start=(start + row, column), end=(end + row, end_column))
        checker.line_number = rows.next_row
        if checker.indent_char is None and rows.next_row > checker.first_indented:
            checker.indent_char = logical_lines.rows[checker.first_indented][0]
        checker.noqa = token.line and pycodestyle.noqa(token.line)
        checker.maybe_check_physical(shifted_token, previous)
        checker.tokens.append(shifted_token)
        previous = token.line


class _RowReader:
    """The rows of a text from row ``first`` on, and the number of the next row."""

    def __init__(self, rows: list[str], first: int) -> None:
        self._rows, self.next_row = rows, first

    def readline(self) -> str:
        """Give the next row, "" after the last one."""
        if self.next_row == len(self._rows):
            return ""
        self.next_row += 1
        return self._rows[self.next_row - 1]


def _with_block_tokens(
    tokens: Iterator[tokenize.TokenInfo], columns: list[int]
) -> Iterator[tokenize.TokenInfo]:
    """Give the tokens of a line with the INDENT and DEDENT tokens before it."""
    first_token = next(tokens)
    is_indented = first_token.type == tokenize.INDENT
    column = len(first_token.string.expandtabs()) if is_indented else 0
    if is_indented and column > columns[-1]:
        yield first_token
        yield from tokens
        return
    token = next(tokens) if is_indented else first_token
    if token.type not in (tokenize.COMMENT, tokenize.NL):
        if column not in columns:
            raise IndentationError
        dedent = tokenize.TokenInfo(tokenize.DEDENT, "", token.start, token.start, token.line)
        yield from [dedent] * sum(each > column for each in columns)
    yield token
    yield from tokens
