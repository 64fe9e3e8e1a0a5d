"""Rows in columns, under a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.terminal.rows import Piece, Row, row

MAX_CELL_WIDTH = 44
"""Columns of a cell beside which others stand; a longer one moves them."""


def table_rows(head: Sequence[str], lines: Sequence[Sequence[Piece]]) -> Iterator[Row]:
    """Give a head and lines in columns as wide as they need; no last column is filled up."""
    cells = [[len(text) for _, text in line] for line in lines]
    cells.append([len(each) for each in head])
    widths = [min(max(column), MAX_CELL_WIDTH) for column in zip(*cells, strict=True)]
    yield _line([("dim", each) for each in head], widths)
    for line in lines:
        yield _line(line, widths)


def _line(pieces: Sequence[Piece], widths: Sequence[int]) -> Row:
    last = len(pieces) - 1
    filled = [
        (style, text if at == last else f"{text.ljust(width)}  ")
        for at, ((style, text), width) in enumerate(zip(pieces, widths, strict=True))
    ]
    return row(*filled, indent=1)
