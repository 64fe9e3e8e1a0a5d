"""Rows in columns, under a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.terminal.rows import Piece, Row, row

MAX_CELL_WIDTH = 44
"""The maximum width of a column; a longer cell moves those after it."""


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
