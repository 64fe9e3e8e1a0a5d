"""The logical lines of a text, cached: a line that an earlier text also had is not read again."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.hunks import LineRanges, overlaps
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.recognize_faultless_row import is_faultless_comment, recognized_code
from hookkit.pep8.tokens_and_comments import (
    LINE_END_TOKENS,
    MAX_CACHED_TEXTS,
    UnreadableLine,
    is_invariant_code,
    normalized_comment,
    read_line_tokens,
)

MAX_CACHED_LINES = 20_000
"""How many logical lines are cached: those of a few large files."""

MAX_BLOCK_DEPTH = 90
"""The depth of nested blocks up to which all tokenizers agree."""


class LogicalLines:
    """A text as logical lines.

    ``rows`` are the physical lines. For each of ``lines``, ``indent_changes`` has the number of
    blocks that begin (1) or end (-1, -2, …) before the line, ``block_depths`` the number of blocks
    around it, and ``start_rows`` its first row (0-based). ``block_columns`` are the indentations of
    the blocks around the last line.
    """

    def __init__(
        self,
        rows: list[str],
        lines: list[LogicalLine],
        indent_changes: list[int],
        block_depths: list[int],
        columns: list[int],
    ) -> None:
        self.rows, self.lines = rows, lines
        self.indent_changes, self.block_depths = indent_changes, block_depths
        self.block_columns = columns

    @cached_property
    def start_rows(self) -> list[int]:
        """The first row of each line, followed by the number of all rows."""
        return list(accumulate((line.row_count for line in self.lines), initial=0))

    @cached_property
    def code_lines(self) -> list[tuple[int, LogicalLine]]:
        """The lines of code, which determine the syntax tree, each with its block depth."""
        pairs = zip(self.lines, self.block_depths, strict=True)
        return [(block_depth, line) for line, block_depth in pairs if line.is_code]

    @cached_property
    def code_start_rows(self) -> list[int]:
        """The first row of each line of code."""
        pairs = zip(self.lines, self.start_rows, strict=False)
        return [row for line, row in pairs if line.is_code]


_one_row_lines: dict[str, LogicalLine] = {}
"""The cached logical lines of one row, by their row."""

_multi_row_lines: dict[tuple[str, ...], LogicalLine] = {}
"""The cached logical lines of several rows, by their rows; none is a prefix of another."""

_multi_row_counts: dict[tuple[str, ...], set[int]] = {}
"""The numbers of rows of the cached lines of several rows, by their first two rows."""


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def read_logical_lines(text: str) -> LogicalLines | None:
    r"""Give the logical lines of ``text``, whose lines end with ``\n``.

    The result is None for a text that cannot be read line by line: without an end of its last line,
    with a byte order mark, form feeds or carriage returns, with both tabs and spaces as
    indentation, or with an error of the tokenizer.
    """
    if not _has_plain_line_ends(text):
        return None
    if len(_one_row_lines) + len(_multi_row_lines) > MAX_CACHED_LINES:
        _one_row_lines.clear()
        _multi_row_lines.clear()
        _multi_row_counts.clear()
    rows = io.StringIO(text).readlines()
    try:
        lines = list(_iterate_lines(rows))
    except (SyntaxError, tokenize.TokenError):
        return None
    return _find_blocks(rows, lines)


def _has_plain_line_ends(text: str) -> bool:
    r"""Whether each line, the last too, ends with ``\n``, without form feeds or byte order mark."""
    is_ended = text.endswith("\n") and not text.startswith(("\ufeff", "\xef"))
    return is_ended and "\f" not in text and "\r" not in text


def _iterate_lines(rows: list[str]) -> Iterator[LogicalLine]:
    row, end = 0, len(rows)
    while row < end:
        line = logical_line_at(rows, row)
        yield line
        row += line.row_count


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def read_lines_before_error(text: str) -> LogicalLines | None:
    """Give the logical lines of a text before the one in which the tokenizer fails.

    The result is None if the tokenizer does not fail or fails in the first logical line, or if the
    text cannot be read line by line for another reason.
    """
    if not _has_plain_line_ends(text):
        return None
    rows = io.StringIO(text).readlines()
    lines: list[LogicalLine] = []
    try:
        lines.extend(_iterate_lines(rows))
    except tokenize.TokenError:
        return _find_blocks(rows, lines) if lines else None
    except SyntaxError:
        pass
    return None


def has_tokenizer_error(text: str) -> bool:
    """Whether the tokenizer is known to fail on a text."""
    return read_lines_before_error(text) is not None


def logical_line_at(rows: list[str], row: int) -> LogicalLine:
    """Give the logical line that begins at a row. Raises what the tokenizer raises."""
    return _cached_line(rows, row) or _read_line(rows, row)


def _cached_line(rows: list[str], start: int) -> LogicalLine | None:
    """Give the line that begins at a row from the cache, None if it was not read before."""
    one_row_line = _one_row_lines.get(rows[start])
    if one_row_line is not None:
        return one_row_line if start or not rows[0].startswith("#!") else None
    row_counts = _multi_row_counts.get(tuple(rows[start : start + 2]), ())
    lines = (
        _multi_row_lines.get(tuple(rows[start : start + row_count])) for row_count in row_counts
    )
    return next((line for line in lines if line is not None), None)


def _read_line(rows: list[str], start: int) -> LogicalLine:
    """Read the line that begins at a row, and cache it."""
    row = rows[start]
    code = row.lstrip()
    if row == "\n" or is_faultless_comment(row):
        line = LogicalLine((row,), "", False)
        line.recognized_code = ""
    elif (code_of_row := recognized_code(row)) is not None:
        line = LogicalLine((row,), row[: len(row) - len(code)], True)
        line.recognized_code = code_of_row
    else:
        # `#!` begins a comment except on line 1, so any other such line is tokenized as line 2.
        tokens = read_line_tokens(rows, start, 1 if start and code.startswith("#!") else 0)
        if code.startswith("\\") or (
            len(tokens) > 1 and all(each.type in LINE_END_TOKENS for each in tokens)
        ):
            raise UnreadableLine
        row_count = tokens[-1].start[0] - tokens[0].start[0] + 1
        line = LogicalLine.from_tokens(rows[start : start + row_count], tokens)
    if line.row_count > 1:
        _multi_row_lines[line.rows] = line
        _multi_row_counts.setdefault(line.rows[:2], set()).add(line.row_count)
    elif start or not code.startswith("#!"):
        _one_row_lines[row] = line
    return line


def _find_blocks(rows: list[str], lines: list[LogicalLine]) -> LogicalLines | None:
    """Find the blocks by the columns; None if the tokenizer would or might reject them."""
    columns, indent_changes, block_depths = [0], list[int](), list[int]()
    blanks: set[str] = set()
    for line in lines:
        indent_change = 0
        if line.is_code:
            column = line.column
            if column:
                blanks.update(line.indentation)
            if column > columns[-1]:
                columns.append(column)
                indent_change = 1
            while column < columns[-1]:
                columns.pop()
                indent_change -= 1
            if column != columns[-1]:
                return None
        indent_changes.append(indent_change)
        block_depths.append(len(columns) - 1)
    if len(blanks) > 1 or max(block_depths) > MAX_BLOCK_DEPTH:
        return None
    return LogicalLines(rows, lines, indent_changes, block_depths, columns)


class LineBoundary(NamedTuple):
    """A boundary of two logical lines: the numbers of rows and of invariant tokens above it."""

    row: int
    token_count: int


class LineBoundaries(NamedTuple):
    """The boundaries of the logical lines of a text, from its beginning, and its invariant tokens.

    Invariant tokens are the tokens and comments that a fix neither adds nor removes, so that they
    identify the same boundary in another form of the program.
    """

    boundaries: tuple[LineBoundary, ...]
    invariant_tokens: tuple[str, ...]


def line_boundaries(text: str) -> LineBoundaries:
    r"""Give the boundaries of the logical lines of ``text``.

    Lines must end with ``\n``. Raises SyntaxError or tokenize.TokenError if it is not Python.
    """
    logical_lines = read_logical_lines(text)
    return (
        _boundaries_of_tokens(text)
        if logical_lines is None
        else _boundaries_of_lines(logical_lines)
    )


def _boundaries_of_lines(logical_lines: LogicalLines) -> LineBoundaries:
    boundaries, invariant_tokens = [LineBoundary(0, 0)], list[str]()
    for line, end in zip(logical_lines.lines, logical_lines.start_rows[1:], strict=True):
        invariant_tokens += line.invariant_tokens
        boundaries.append(LineBoundary(end, len(invariant_tokens)))
    return LineBoundaries(tuple(boundaries), tuple(invariant_tokens))


def _boundaries_of_tokens(text: str) -> LineBoundaries:
    boundaries, invariant_tokens = [LineBoundary(0, 0)], []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            invariant_tokens.append(normalized_comment(token.string))
        elif is_invariant_code(token):
            invariant_tokens.append(token.string)
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not depth):
            boundaries.append(LineBoundary(token.start[0], len(invariant_tokens)))
    return LineBoundaries(tuple(boundaries), tuple(invariant_tokens))


def touched_logical_lines(text: str, touched: LineRanges) -> LineRanges:
    r"""Give the logical lines that overlap ``touched``, each with the blank lines above it.

    Lines must end with ``\n``. Raises what ``line_boundaries`` raises.
    """
    lines = text.split("\n")
    logical_lines = read_logical_lines(text)
    starts = (
        logical_lines.start_rows
        if logical_lines
        else [each.row for each in line_boundaries(text).boundaries]
    )
    ranges: list[tuple[int, int]] = []
    first = 1
    for start, end in pairwise(starts):
        if "".join(lines[start:end]).strip():
            if overlaps((first, end), touched):
                ranges.append((first, end))
            first = end + 1
    if overlaps((first, len(lines)), touched):
        ranges.append((first, len(lines)))
    return tuple(ranges)
