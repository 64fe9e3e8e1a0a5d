"""Lines for a person: texts with styles, which the output turns into colours or leaves out."""

from __future__ import annotations

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
    """Make the row of a note that stands by itself, among findings for example."""
    return row(("dim", "note"), f"  {sentence}")


def note_below(sentence: str) -> Row:
    """Make the row of a note on the title above it."""
    return row(("dim", "note"), f" {sentence}", indent=1)
