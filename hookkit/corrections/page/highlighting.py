"""Highlighting of Python code: a text as a whole, then cut into its lines."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pygments.lexers.python import PythonLexer
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)

CSS_CLASSES: dict[_TokenType, str] = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Literal: "s",
    Number: "m",
    Name.Function: "f",
    Name.Class: "f",
    Name.Decorator: "d",
}
"""The CSS class of a kind of token; a kind that is missing here has the class of its parent."""

NO_CLASS = ""


class CodeSpan(NamedTuple):
    """A run of characters of one colour."""

    css_class: str
    text: str


CodeLine = tuple[CodeSpan, ...]
"""The spans of a line, without its end."""


def highlight_lines(text: str) -> list[CodeLine]:
    r"""Give the lines of ``text``, which end with ``\n``, in colours.

    The text is highlighted as a whole, so that a string over several lines is seen as a string.
    """
    lines: list[CodeLine] = []
    line: list[CodeSpan] = []
    css_class, run = NO_CLASS, ""
    # get_tokens() would change the text first, and line ends are counted here.
    for _, token, token_text in _LEXER.get_tokens_unprocessed(text):
        each = _css_class_of(token)
        if each != css_class and run:
            line.append(CodeSpan(css_class, run))
            run = ""
        css_class = each
        *ended, run = (run + token_text).split("\n")
        for end in ended:
            lines.append((*line, CodeSpan(css_class, end)) if end else tuple(line))
            line = []
    if run or line:
        lines.append((*line, CodeSpan(css_class, run)) if run else tuple(line))
    return lines


@cache
def _css_class_of(token: _TokenType) -> str:
    return next(
        (CSS_CLASSES[each] for each in token.split()[::-1] if each in CSS_CLASSES), NO_CLASS
    )


_LEXER = PythonLexer()
