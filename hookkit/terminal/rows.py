"""Lines for a person: texts with styles, which the output turns into colours or leaves out.

Tables and the next commands of a report are rows in columns; a next command is followed by the
equivalent in plain git, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Style = Literal["text", "title", "path", "code", "good", "warn", "bad", "dim", "command"]
else:
    Style = str
"""The style of a text; a terminal shows a colour for each, plain output none."""

Piece = tuple[Style, str]


class Row(NamedTuple):
    """One line: pieces of text, each with its style, behind ``indent`` steps of two spaces."""

    pieces: tuple[Piece, ...]
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without styles."""
        return "  " * self.indent + "".join(text for _, text in self.pieces)


def row(*parts: str | Piece, indent: int = 0) -> Row:
    """Make a row of plain strings and ``(style, text)`` pairs."""
    pieces = tuple(part if isinstance(part, tuple) else ("text", part) for part in parts)
    return Row(pieces, indent)


def note(sentence: str) -> Row:
    """Make the row of a note on its own, such as one among findings."""
    return row(("dim", "note"), f"  {sentence}")


def note_below(sentence: str) -> Row:
    """Make the row of a note on the title above it."""
    return row(("dim", "note"), f" {sentence}", indent=1)


class NextStep(NamedTuple):
    """A next command: its purpose, the command, a remark, and the equivalent in plain git."""

    label: str
    command: str
    remark: str = ""
    same_as: str = ""


def _pieces(each: NextStep, label: int, command: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = [("dim", each.label.ljust(label) + "  "), ("command", each.command)]
    if each.remark or each.same_as:
        pieces.append(("text", " " * (command - len(each.command) + 2)))
    if each.remark:
        pieces.append(("dim", each.remark + (" " if each.same_as else "")))
    if each.same_as:
        pieces.append(("command", each.same_as))
    return tuple(pieces)


def next_rows(steps: Sequence[NextStep]) -> list[Row]:
    """Give one row for each step, labels and commands in columns."""
    label = max((len(each.label) for each in steps), default=0)
    remarked = [each for each in steps if each.remark or each.same_as]
    command = max((len(each.command) for each in remarked), default=0)
    return [row(*_pieces(each, label, command)) for each in steps]


MAX_CELL_WIDTH = 44
"""The maximum width of a column; a wider cell shifts the cells after it."""


def table_rows(head: Sequence[str], lines: Sequence[Sequence[Piece]]) -> Iterator[Row]:
    """Give a head and lines in columns of the needed width; the last column is not padded."""
    cells = [[len(text) for _, text in line] for line in lines]
    cells.append([len(each) for each in head])
    widths = [min(max(column), MAX_CELL_WIDTH) for column in zip(*cells, strict=True)]
    yield _line([("dim", each) for each in head], widths)
    for line in lines:
        yield _line(line, widths)


def _line(pieces: Sequence[Piece], widths: Sequence[int]) -> Row:
    last = len(pieces) - 1
    filled = [
        (style, text if index == last else f"{text.ljust(width)}  ")
        for index, ((style, text), width) in enumerate(zip(pieces, widths, strict=True))
    ]
    return row(*filled, indent=1)
