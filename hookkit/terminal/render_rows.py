"""Render rows as text for the terminal: wrapped at its width, and in colours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.rows import Row, Style

COLOURS: dict[Style, str] = {
    "text": "",
    "title": "bold",
    "path": "bold cyan",
    "code": "yellow",
    "good": "bold green",
    "warn": "magenta",
    "bad": "bold red",
    "dim": "dim",
    "command": "green",
}

StyledPiece = tuple[str, str]

_LINE_BREAK: StyledPiece = ("\n", "")

# A number stays together with its noun: "3 files", "line 12".
_WORDS_PATTERN = re.compile(r" +|(?:lines? )?\d[\d,]* [^ ]+|lines? \d[^ ]*|[^ ]+")

INDENT_WIDTH = 2
# Text is never wrapped narrower than this.
MIN_WIDTH = 12


def make_console(stream: TextIO) -> Console:
    """Make a console that writes to ``stream`` as to a terminal."""
    return Console(
        file=stream,
        force_terminal=True,
        force_jupyter=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _hanging_indent(row: Row, width: int, encoding: str) -> int:
    """Give the indentation of continued lines: the last column in the left third, if there is one.

    It is at least one step more than the indentation of the row, so that no continued line looks
    like a row of its own.
    """
    row_indent = INDENT_WIDTH * row.indent
    hanging_indent = row_indent + INDENT_WIDTH
    text = "".join(escape_invisible(text, encoding) for _, text in row.texts)
    for gap in re.finditer(r" {2,}(?=[^ ])", text):
        column = row_indent + cell_len(text[: gap.end()])
        if hanging_indent < column <= width // 3:
            hanging_indent = column
    return hanging_indent


def _unbreakable_pieces(row: Row, max_width: int, encoding: str) -> Iterator[list[StyledPiece]]:
    """Divide a row into pieces, between which a line may end.

    A command is divided only so that a shell reads its lines as one command (``command_lines``) and
    a person can copy it, and stays together with dim text before it (``= git show``). Dim text is
    divided only if it is wider than ``max_width``. A piece that begins with _LINE_BREAK begins a
    new line.
    """
    prefix: list[StyledPiece] = []
    for (style, unescaped), (next_style, _) in pairwise([*row.texts, ("text", "")]):
        text = escape_invisible(unescaped, encoding)
        if style == "dim" and next_style == "command":
            prefix = [(text, COLOURS[style])]
        elif style == "command":
            for part in command_lines(text, max_width - _width(prefix), cell_len):
                yield [*prefix, (part, COLOURS[style])]
                prefix = [_LINE_BREAK]
            prefix = []
        elif style == "dim" and cell_len(text.strip()) <= max_width:
            yield [*prefix, (text, COLOURS[style])]
            prefix = []
        else:
            for word in _WORDS_PATTERN.findall(text):
                for part in chop_cells(word, max_width) if cell_len(word) > max_width else [word]:
                    yield [(part, COLOURS[style])]


def _width(pieces: Iterable[StyledPiece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)


def _join_pieces(pieces: Iterable[StyledPiece]) -> Text:
    groups = groupby(pieces, key=lambda piece: piece[1])
    line = Text.assemble(*(("".join(text for text, _ in group), style) for style, group in groups))
    line.rstrip()
    return line


def wrap_row(row: Row, width: int, encoding: str = "utf-8") -> list[Text]:
    """Give the lines of a row for a terminal of ``width`` columns."""
    hanging_indent = _hanging_indent(row, width, encoding)
    max_width = max(width - hanging_indent, MIN_WIDTH)
    lines: list[list[StyledPiece]] = [[(" " * INDENT_WIDTH * row.indent, "")]]
    for piece in _unbreakable_pieces(row, max_width, encoding):
        is_new_line = piece[0] == _LINE_BREAK
        piece = piece[1:] if is_new_line else piece
        # A piece that fits on no line is wrapped by the terminal, so that it can be copied.
        is_too_wide = _width(lines[-1]) + _width(piece) > hanging_indent + max_width
        if is_new_line or (len(lines[-1]) > 1 and is_too_wide and _width(piece) <= max_width):
            lines.append([(" " * hanging_indent, "")])
            piece[0] = (piece[0][0].lstrip(" "), piece[0][1])
        lines[-1] += piece
    return [_join_pieces(line) for line in lines]


def render_rows(rows: Iterable[Row], stream: TextIO) -> str:
    """Give the rows as the text to write to the terminal ``stream``, colours included."""
    console = make_console(stream)
    with console.capture() as captured:
        for row in rows:
            for line in wrap_row(row, console.width, stream.encoding or "utf-8"):
                console.print(line, soft_wrap=True)
    return captured.get()


# A word of a shell: quoted text, and all else between two blanks.
_SHELL_WORD_PATTERN = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+""")
_AND_OPERATOR = "&&"
_LINE_CONTINUATION = " \\"


def command_lines(command: str, max_width: int, width_of: Callable[[str], int]) -> list[str]:
    """Break a command that is wider than ``max_width`` between its words, best after ``&&``.

    Other lines end with a backslash. A command stays in one line if it contains a line end, an
    unclosed quote or a word that is wider than ``max_width``. ``width_of`` gives the columns of a
    text.
    """
    words = _SHELL_WORD_PATTERN.findall(command)
    if width_of(command) <= max_width or " ".join(words) != command:
        return [command]
    lines = [
        line for each in _split_at_and(words) for line in _fill_lines(each, max_width, width_of)
    ]
    return lines if max(map(width_of, lines)) <= max_width else [command]


def _split_at_and(words: list[str]) -> Iterator[list[str]]:
    """Give the words of each command of a list; the last word includes the ``&&`` after it."""
    command: list[str] = []
    for word in words:
        if word == _AND_OPERATOR and command:
            yield [*command[:-1], f"{command[-1]} {_AND_OPERATOR}"]
            command = []
        else:
            command.append(word)
    if command:
        yield command


def _fill_lines(words: list[str], max_width: int, width_of: Callable[[str], int]) -> list[str]:
    """Fill lines with words; each line except the last ends with a backslash."""
    lines = [words[0]]
    for number, word in enumerate(words[1:], 2):
        end = 0 if number == len(words) else width_of(_LINE_CONTINUATION)
        if width_of(f"{lines[-1]} {word}") + end > max_width:
            lines[-1] += _LINE_CONTINUATION
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines
