"""Rows as plain lines: for pipes, files, dumb terminals and screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hookkit.terminal.escaping import visible
from hookkit.terminal.rows import Row


def plain_lines(rows: Iterable[Row], encoding: str = "utf-8") -> Iterator[str]:
    """Give each row as one line without its end, all of it visible and in ``encoding``."""
    for row in rows:
        text = "".join(visible(text, encoding) for _, text in row.pieces)
        yield ("  " * row.indent + text).rstrip(" ")
