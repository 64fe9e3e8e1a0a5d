"""A line of code as HTML: escaped, highlighted, with invisible characters made visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from os.path import commonprefix

from markupsafe import Markup, escape

from hookkit.corrections.page.highlighting import CodeLine
from hookkit.terminal.escaping import escape_invisible

# Beyond this length a line is no longer compared word by word.
MAX_COMPARED_LENGTH = 400
# Lines that are less similar than this are not compared: they are different lines.
MIN_SIMILARITY = 0.5

MarkedRanges = Sequence[tuple[int, int]]
"""Ranges of characters, in order: the first, and the one after the last."""

_WORDS = re.compile(r"\w+|\W")
_BLANKS_AND_CHARACTER = re.compile(r"(?P<blanks>\s*)\S?")


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


def mark_changes(old: str, new: str) -> tuple[MarkedRanges, MarkedRanges]:
    """Compare two versions of a line; give the marks of the old and of the new version.

    There are no marks if the versions are too long, or have too little in common.
    """
    if old.split() and "".join(old.split()) == "".join(new.split()):
        return _changed_blanks(old, new)
    if max(len(old), len(new)) > MAX_COMPARED_LENGTH:
        return (), ()
    words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    compared = SequenceMatcher(None, words, new_words, autojunk=False)
    if compared.ratio() < MIN_SIMILARITY:
        return (), ()
    offsets, new_offsets = _offsets(words), _offsets(new_words)
    codes = [code for code in compared.get_opcodes() if code[0] != "equal"]
    removed = _nonempty((offsets[start], offsets[end]) for _, start, end, _, _ in codes)
    return removed, _nonempty(
        (new_offsets[start], new_offsets[end]) for _, _, _, start, end in codes
    )


def _offsets(words: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, words))]


def _nonempty(runs: Iterable[tuple[int, int]]) -> MarkedRanges:
    return [(start, end) for start, end in runs if start < end]


def _changed_blanks(old: str, new: str) -> tuple[MarkedRanges, MarkedRanges]:
    """Compare two lines that differ only in blanks."""
    removed: list[tuple[int, int]] = []
    added: list[tuple[int, int]] = []
    for before, after in zip(
        _BLANKS_AND_CHARACTER.finditer(old), _BLANKS_AND_CHARACTER.finditer(new), strict=False
    ):
        old_blanks, new_blanks = before["blanks"], after["blanks"]
        if old_blanks != new_blanks:
            common_length = len(commonprefix([old_blanks, new_blanks]))
            removed.append((before.start() + common_length, before.start() + len(old_blanks)))
            added.append((after.start() + common_length, after.start() + len(new_blanks)))
    return _nonempty(removed), _nonempty(added)
