"""A line of code as HTML: escaped, highlighted, with invisible characters made visible."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from hookkit.corrections.page.find_changed_ranges import MarkedRanges
from hookkit.corrections.page.highlighting import CodeLine
from hookkit.terminal.escaping import escape_invisible


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
