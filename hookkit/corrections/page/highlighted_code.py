"""Python code in colours: a text is highlighted as a whole, and each line of it made HTML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from markupsafe import Markup, escape
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

from hookkit.corrections.page.find_changed_ranges import MarkedRanges
from hookkit.terminal.escaping import escape_invisible

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
        token_class = _css_class_of(token)
        if token_class != css_class and run:
            line.append(CodeSpan(css_class, run))
            run = ""
        css_class = token_class
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


def code_html(line: CodeLine, marks: MarkedRanges = (), lacks_line_end: bool = False) -> Markup:
    """Give a line as HTML, with ``marks`` on what changed in it.

    Tabs, trailing blanks, control characters and characters that change the direction of the text
    are made visible. ``lacks_line_end`` says that the line is the last of its file and has no line
    end.
    """
    text = "".join(span.text for span in line)
    code_end = len(text.rstrip())
    html: list[str] = []
    for css_class, start, end, is_marked in _segments(line, marks, code_end):
        segment = _escape(text[start:end])
        if start >= code_end:
            segment = f'<span class="ws">{segment}</span>'
        elif css_class:
            segment = f'<span class="{css_class}">{segment}</span>'
        html.append(f"<mark>{segment}</mark>" if is_marked else segment)
    if lacks_line_end:
        html.append('<span class="esc">no line end</span>')
    return Markup("".join(html))


def _segments(
    line: CodeLine, marks: MarkedRanges, code_end: int
) -> Iterator[tuple[str, int, int, bool]]:
    """Cut a line where its colour changes, where a mark begins or ends, and where its code ends."""
    edges = sorted({code_end, *(edge for mark in marks for edge in mark)})
    position = 0
    for css_class, text in line:
        end = position + len(text)
        for edge in [*(edge for edge in edges if position < edge < end), end]:
            yield css_class, position, edge, any(first <= position < last for first, last in marks)
            position = edge


def _escape(text: str) -> str:
    if text.isascii() and text.isprintable():
        return str(escape(text))
    return "".join(_escape_char(char) for char in text)


def _escape_char(char: str) -> str:
    if char == "\t":
        return '<span class="tab">\t</span>'
    shown = escape_invisible(char)
    return str(escape(char)) if shown == char else f'<span class="esc">{escape(shown)}</span>'
