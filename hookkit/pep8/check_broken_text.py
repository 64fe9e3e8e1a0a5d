"""Check a broken text by pycodestyle: one that a fix broke, so that the tokenizer rejects it.

autopep8 continues with such a text, pass after pass. Up to the line with the error the text is
checked line by line like any other; from this line on the steps are those of pycodestyle itself.
"""

from __future__ import annotations

import tokenize
from collections.abc import Iterator

from hookkit.pep8.check_logical_lines import PycodestyleResult, make_checker
from hookkit.pep8.logical_lines import LogicalLines, read_lines_before_error
from hookkit.pep8.pycodestyle_check_functions import pycodestyle_checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check_broken_text(
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


class _Report:
    """The method that pycodestyle's ``check_logical`` needs from a report."""

    def increment_logical_line(self) -> None:
        """Do nothing when a logical line begins."""


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
