"""A logical line, and what follows from its source alone: read once, however often it is met."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from hookkit.pep8.comments import bare_comment

# Python 3.12 reads an f-string as several tokens (PEP 701), 3.14 a t-string too (PEP 750).
OPENS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")} - {None}
CLOSES = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")} - {None}

ENDS = frozenset([tokenize.NL, tokenize.NEWLINE])

_LAYOUT = frozenset(
    [tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER]
)
# Fixes may add or drop these without a change of the tree: they are no landmarks.
# `import` is none either: splitting `import a, b` gives one more of it.
_NO_LANDMARKS = frozenset([";", "(", ")", ",", "import"])

CLAUSES = frozenset(["else", "elif", "except", "finally", "case"])
"""How a line begins that goes on with the statement above it; ``case`` may also be a name."""


class Literal(NamedTuple):
    """One string literal: where it begins and ends (offsets in its text), and its source."""

    start: int
    end: int
    source: str


class Comment(NamedTuple):
    """A comment's text, how many landmarks are before it, and the landmarks of its line."""

    text: str
    landmarks_before: int
    line: tuple[str, ...]


def is_landmark(token: tokenize.TokenInfo) -> bool:
    """Whether a token is one that a fix neither adds nor drops."""
    return (
        token.type != tokenize.COMMENT
        and token.type not in _LAYOUT
        and token.string not in _NO_LANDMARKS
    )


class LogicalLine:
    """What the tokenizer reads up to the end of a line that is outside of brackets.

    That is a statement or the head of a compound one, else a comment on lines of its own, or a
    blank line. Its ``rows`` are the lines of the file that it is on, ``tokens`` what is in them
    but for the indentation, with rows that count from ``base``. ``indent`` is the token that its
    indentation would be if it began a block, None where it has none.
    """

    def __init__(
        self,
        rows: tuple[str, ...],
        tokens: tuple[tokenize.TokenInfo, ...],
        indent: tokenize.TokenInfo | None,
    ) -> None:
        self.rows, self.tokens, self.indent = rows, tokens, indent
        self.height, self.size = len(rows), sum(map(len, rows))
        self.base = tokens[0].start[0]
        self.is_blank = len(tokens) == 1
        self.is_code = tokens[-1].type == tokenize.NEWLINE
        self.width = max(map(len, rows)) - 1
        self.is_plain = all(map(_is_plain, rows))
        self.is_indented = any(row[0] == " " for row in rows)
        self.indentation = indent.string if indent else ""
        self.column = len(self.indentation.expandtabs())
        self.judged: dict[tuple[object, ...], Any] = {}
        """What the checks of pycodestyle say of it, by what else that depends on."""

    @cached_property
    def source(self) -> str:
        """Give its text."""
        return "".join(self.rows)

    def lead(self, blocks: int) -> list[tokenize.TokenInfo]:
        """Give the tokens of blocks that begin (1) or end (-1, -2, …) in front of it."""
        if blocks > 0:
            return [self.indent] if self.indent else []
        first = self.tokens[0]
        end = tokenize.TokenInfo(tokenize.DEDENT, "", first.start, first.start, first.line)
        return [end] * -blocks

    @cached_property
    def signature(self) -> tuple[str, ...]:
        """Give its tokens as strings, without comments: lines that have the same are the same.

        An f-string counts with all of its source, because ``{x=}`` shows that.
        """
        found: list[str] = []
        literals, depth = iter(self.literals if OPENS else ()), 0
        for token in self.tokens:
            if token.type in OPENS:
                depth += 1
                if depth == 1:
                    found.append(next(literals).source)
            elif token.type in CLOSES:
                depth -= 1
            elif not depth and token.type not in _NO_CODE:
                found.append(token.string)
                if OPENS and token.type == tokenize.STRING:
                    next(literals)
        return tuple(found)

    @cached_property
    def odd_rows(self) -> tuple[int, ...]:
        """Give the rows (from 0) that are more than an indentation by spaces and what follows."""
        return tuple(
            number
            for number, row in enumerate(self.rows)
            if row != "\n" and row.lstrip(" ")[0].isspace()
        )

    @cached_property
    def bounds(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Give row (from 0) and column at which its code begins and ends; None without any."""
        if not self.is_code:
            return None
        code = [each for each in self.tokens if each.type not in _NO_CODE]
        (row, column), last = code[0].start, self.tokens[-1]
        return (row - self.base, column), (last.end[0] - self.base, last.start[1])

    @cached_property
    def is_clause(self) -> bool:
        """Whether it goes on with a statement that begins above it."""
        return self.tokens[0].string in CLAUSES

    @cached_property
    def landmarks(self) -> tuple[str, ...]:
        """Give the tokens and comments, in order, that a fix neither adds nor drops."""
        return tuple(
            bare_comment(each.string) if each.type == tokenize.COMMENT else each.string
            for each in self.tokens
            if each.type == tokenize.COMMENT or is_landmark(each)
        )

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Give its comments; landmarks count from its beginning, without comments."""
        if "#" not in self.source:
            return ()
        return tuple(comments_of(self.tokens))

    @cached_property
    def literals(self) -> tuple[Literal, ...]:
        """Give its outermost string literals, with offsets from its beginning."""
        if not any(each.type in _STRINGS for each in self.tokens):
            return ()
        return tuple(literals_of(self.source, self.rows, self.base, self.tokens))

    @cached_property
    def long_strings(self) -> tuple[tuple[int, int, bool], ...]:
        """Give the rows (from 0) that each string of several rows begins and ends in.

        With it goes whether it is the first token, which in a block makes it a docstring.
        """
        return tuple(
            (each.start[0] - self.base, each.end[0] - self.base, number == 0)
            for number, each in enumerate(self.tokens)
            if each.start[0] != each.end[0] and each.type in _STRINGS
        )


_STRINGS = {tokenize.STRING} | {
    getattr(tokenize, name, -1) for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
}
_NO_CODE = _LAYOUT | {tokenize.COMMENT}


def _is_plain(row: str) -> bool:
    """Whether E101, W191, W291 and W293 have nothing to say where spaces indent the file."""
    line = row[:-1]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" not in indent and line == line.rstrip(" \t\v\r\x0c")


def comments_of(tokens: Sequence[tokenize.TokenInfo]) -> Iterator[Comment]:
    """Give the comments among tokens, each with the landmarks before it and on its line."""
    found: list[tuple[str, int, int]] = []
    on_line: dict[int, list[str]] = {}
    count = 0
    for token in tokens:
        if token.type == tokenize.COMMENT:
            found.append((bare_comment(token.string), count, token.start[0]))
        elif is_landmark(token):
            count += 1
            for number in range(token.start[0], token.end[0] + 1):
                on_line.setdefault(number, []).append(token.string)
    for text, before, row in found:
        yield Comment(text, before, tuple(on_line.get(row, ())))


def literals_of(
    text: str, rows: Sequence[str], base: int, tokens: Sequence[tokenize.TokenInfo]
) -> Iterator[Literal]:
    """Give the outermost literals among the tokens of a text, whose rows count from ``base``."""
    offsets = [0]
    for line in rows:
        offsets.append(offsets[-1] + len(line))
    depth, opened = 0, 0
    for token in tokens:
        if token.type in OPENS:
            if depth == 0:
                opened = offsets[token.start[0] - base] + token.start[1]
            depth += 1
        elif token.type in CLOSES:
            depth -= 1
            if depth == 0:
                end = offsets[token.end[0] - base] + token.end[1]
                yield Literal(opened, end, text[opened:end])
        elif token.type == tokenize.STRING and depth == 0:
            start = offsets[token.start[0] - base] + token.start[1]
            end = offsets[token.end[0] - base] + token.end[1]
            yield Literal(start, end, text[start:end])
