"""A table as CSV, without control characters, commands to CI servers and formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from hookkit.terminal.escaping import escape_ci_commands, escape_invisible

_FORMULA_STARTS = ("=", "+", "-", "@")
"""The characters that begin a formula in a spreadsheet (OWASP, CSV Injection)."""


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """Give lines of cells in UTF-8, each with a line feed at its end; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(map(_cell, row) for row in rows)
    return escape_ci_commands(out.getvalue()).encode()


def _cell(value: object) -> object:
    """Escape a cell; a text that a spreadsheet would read as a formula gets a leading '."""
    if not isinstance(value, str):
        return value
    text = escape_invisible(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
