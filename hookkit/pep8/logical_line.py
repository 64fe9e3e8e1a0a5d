"""A logical line with the values that depend only on its source, computed once for all texts."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from functools import cached_property

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.tokens_and_comments import (
    INTERPOLATED_STRING_ENDS,
    INTERPOLATED_STRING_STARTS,
    NON_CODE_TOKENS,
    STRING_TOKENS,
    is_invariant_code,
    normalized_comment,
    read_line_tokens,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LATER_CLAUSE_KEYWORDS = frozenset(["else", "elif", "except", "finally", "case"])
"""The first words of lines that continue the statement above; ``case`` may also be a name."""


class StringLiteral(NamedTuple):
    """One string literal: the offsets in its text at which it begins and ends, and its source."""

    start: int
    end: int
    source: str


class Comment(NamedTuple):
    """A comment: its text, the number of tokens before it, and the tokens on its line.

    Only tokens that are ``is_invariant_code`` count.
    """

    text: str
    invariant_count_before: int
    invariant_code_on_line: tuple[str, ...]


class LogicalLine:
    """The tokens up to the next line end outside of brackets.

    This is a statement or the header of a compound statement, a comment on its own line, or a blank
    line. ``rows`` are its physical lines, ``indentation`` the blanks at the start of the first row.
    ``has_row_with_space_first`` is whether any of the rows begins with a space.
    """

    recognized_code: str | None = None
    """What pycodestyle's checks get of a line that one pattern recognizes as faultless.

    Such a line has one row, which is not tokenized (``recognize_faultless_row``). None for any
    other line.
    """

    def __init__(self, rows: tuple[str, ...], indentation: str, is_code: bool) -> None:
        self.rows, self.indentation, self.is_code = rows, indentation, is_code
        self.is_blank, self.first_token_row = rows[0] == "\n" and not is_code, 1
        self.indent_token: tokenize.TokenInfo | None = None
        self.row_count, self.length = len(rows), sum(map(len, rows))
        self.width = max(map(len, rows)) - 1
        self.has_clean_whitespace = all(map(_has_clean_whitespace, rows))
        self.has_row_with_space_first = any(row[0] == " " for row in rows)
        self.column = len(indentation.expandtabs())
        self.cached_results: dict[tuple[object, ...], Any] = {}
        """The results of pycodestyle's checks, by the other values that they depend on."""

    @classmethod
    def from_tokens(cls, rows: Sequence[str], tokens: list[tokenize.TokenInfo]) -> LogicalLine:
        """Make a line from its tokens, whose row numbers begin at its ``first_token_row``."""
        indent = tokens.pop(0) if tokens[0].type == tokenize.INDENT else None
        is_code = tokens[-1].type == tokenize.NEWLINE
        line = cls(tuple(rows), indent.string if indent else "", is_code)
        line.is_blank, line.first_token_row = len(tokens) == 1, tokens[0].start[0]
        line.tokens, line.indent_token = tuple(tokens), indent
        return line

    @cached_property
    def tokens(self) -> tuple[tokenize.TokenInfo, ...]:
        """The tokens without INDENT; a faultless line is tokenized only when this is used."""
        tokens = read_line_tokens(self.rows, 0, 0)
        return tuple(tokens[1:] if tokens[0].type == tokenize.INDENT else tokens)

    @cached_property
    def source(self) -> str:
        """The text of the line."""
        return "".join(self.rows)

    def block_tokens(self, indent_change: int) -> list[tokenize.TokenInfo]:
        """Give the tokens of the blocks that begin (1) or end (-1, -2, …) before the line."""
        if indent_change > 0:
            span = (self.first_token_row, 0), (self.first_token_row, len(self.indentation))
            indent = tokenize.TokenInfo(tokenize.INDENT, self.indentation, *span, self.rows[0])
            return [self.indent_token or indent]
        first = self.tokens[0]
        dedent = tokenize.TokenInfo(tokenize.DEDENT, "", first.start, first.start, first.line)
        return [dedent] * -indent_change

    @cached_property
    def code_tokens(self) -> tuple[str, ...]:
        """The tokens as strings, without comments: lines with equal code have equal tokens.

        An f-string is included with all of its source, because ``{x=}`` shows its source.
        """
        code_tokens: list[str] = []
        literals, depth = iter(self.literals if INTERPOLATED_STRING_STARTS else ()), 0
        for token in self.tokens:
            if token.type in INTERPOLATED_STRING_STARTS:
                depth += 1
                if depth == 1:
                    code_tokens.append(next(literals).source)
            elif token.type in INTERPOLATED_STRING_ENDS:
                depth -= 1
            elif not depth and token.type not in NON_CODE_TOKENS:
                code_tokens.append(token.string)
                if INTERPOLATED_STRING_STARTS and token.type == tokenize.STRING:
                    next(literals)
        return tuple(code_tokens)

    @cached_property
    def irregular_rows(self) -> tuple[int, ...]:
        """The rows (0-based) that have only blanks, or other blanks than spaces before the text."""
        return tuple(
            number
            for number, row in enumerate(self.rows)
            if row != "\n" and row.lstrip(" ")[0].isspace()
        )

    @cached_property
    def code_bounds(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Row (0-based) and column at which the code begins and ends; None if there is no code."""
        if not self.is_code:
            return None
        if self.recognized_code is not None:
            return (0, self.column), (0, self.width)
        code = [each for each in self.tokens if each.type not in NON_CODE_TOKENS]
        (row, column), last = code[0].start, self.tokens[-1]
        return (row - self.first_token_row, column), (
            last.end[0] - self.first_token_row,
            last.start[1],
        )

    @cached_property
    def is_later_clause(self) -> bool:
        """Whether the line continues a statement that begins above it, such as ``else``."""
        if self.recognized_code is not None:
            return self.recognized_code.rstrip(":").split(" ", 1)[0] in LATER_CLAUSE_KEYWORDS
        return self.tokens[0].string in LATER_CLAUSE_KEYWORDS

    @cached_property
    def invariant_tokens(self) -> tuple[str, ...]:
        """The tokens and comments, in order, that a fix neither adds nor removes."""
        if not self.is_code:
            return tuple(each.text for each in self.comments)
        return tuple(
            normalized_comment(each.string) if each.type == tokenize.COMMENT else each.string
            for each in self.tokens
            if each.type == tokenize.COMMENT or is_invariant_code(each)
        )

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments; the tokens before a comment are counted from the start of the line."""
        if "#" not in self.source:
            return ()
        if self.recognized_code == "":
            return (Comment(normalized_comment(self.source.strip()), 0, ()),)
        return tuple(comments_of(self.tokens))

    @cached_property
    def literals(self) -> tuple[StringLiteral, ...]:
        """The outermost string literals, with offsets from the start of the line."""
        if (
            self.recognized_code is not None
            and '"' not in self.recognized_code
            and "'" not in self.recognized_code
        ):
            return ()
        return tuple(literals_of(self.source, self.rows, self.first_token_row, self.tokens))

    @cached_property
    def multiline_strings(self) -> tuple[tuple[int, int, bool], ...]:
        """The first and last row (0-based) of each string of several rows.

        The third value is whether the string is the first token: at the start of a block it is then
        a docstring.
        """
        if self.row_count == 1:
            return ()
        return tuple(
            (each.start[0] - self.first_token_row, each.end[0] - self.first_token_row, number == 0)
            for number, each in enumerate(self.tokens)
            if each.start[0] != each.end[0] and each.type in STRING_TOKENS
        )


def _has_clean_whitespace(row: str) -> bool:
    """Whether E101, W191, W291 and W293 find nothing in a row of a file indented by spaces."""
    line = row[:-1]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" not in indent and line == line.rstrip(" \t\v\r\x0c")


def comments_of(tokens: Sequence[tokenize.TokenInfo]) -> Iterator[Comment]:
    """Give the comments among tokens, each with the invariant tokens before it and on its line."""
    comments: list[tuple[str, int, int]] = []
    invariant_code_by_row: dict[int, list[str]] = {}
    count = 0
    for token in tokens:
        if token.type == tokenize.COMMENT:
            comments.append((normalized_comment(token.string), count, token.start[0]))
        elif is_invariant_code(token):
            count += 1
            for number in range(token.start[0], token.end[0] + 1):
                invariant_code_by_row.setdefault(number, []).append(token.string)
    for text, invariant_count_before, row in comments:
        yield Comment(text, invariant_count_before, tuple(invariant_code_by_row.get(row, ())))


def literals_of(
    text: str, rows: Sequence[str], first_token_row: int, tokens: Sequence[tokenize.TokenInfo]
) -> Iterator[StringLiteral]:
    """Give the outermost string literals of a text, whose rows count from ``first_token_row``."""
    offsets = [0]
    for line in rows:
        offsets.append(offsets[-1] + len(line))
    depth, string_start = 0, 0
    for token in tokens:
        if token.type in INTERPOLATED_STRING_STARTS:
            if depth == 0:
                string_start = offsets[token.start[0] - first_token_row] + token.start[1]
            depth += 1
        elif token.type in INTERPOLATED_STRING_ENDS:
            depth -= 1
            if depth == 0:
                end = offsets[token.end[0] - first_token_row] + token.end[1]
                yield StringLiteral(string_start, end, text[string_start:end])
        elif token.type == tokenize.STRING and depth == 0:
            start = offsets[token.start[0] - first_token_row] + token.start[1]
            end = offsets[token.end[0] - first_token_row] + token.end[1]
            yield StringLiteral(start, end, text[start:end])
