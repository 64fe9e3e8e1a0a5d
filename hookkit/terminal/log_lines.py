"""The rows of ``hookkit log``."""

from __future__ import annotations

from pathlib import Path

from hookkit.terminal.rows import Row, Style, row

_STYLES: dict[str, Style] = {"WARNING": "warn", "ERROR": "bad", "CRITICAL": "bad"}


def where_rows(path: Path, is_there: bool, custom: Path | None) -> list[Row]:
    """Say what a reader of the log at ``path`` must know first: nothing if it is just there.

    ``custom`` is the person's own logging configuration, None where there is none.
    """
    rows = []
    if custom is not None:
        why = "HOOKKIT_LOG_CFG is set: the log is where "
        rows.append(row(why, ("path", str(custom)), " says"))
    if not is_there:
        rows.append(row("there is no log yet; it would be ", ("path", str(path))))
    return rows


def line_row(line: str) -> Row:
    """Give one line of the log, in the style of its level."""
    words = line.split(" ", 2)
    level = words[1] if len(words) > 1 else ""
    return row((_STYLES.get(level, "text"), line))
