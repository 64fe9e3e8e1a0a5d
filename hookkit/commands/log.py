"""``hookkit log``: the last lines of the diagnostic log, and new ones as they come."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.diagnostic_log.read_log import follow, last_lines
from hookkit.diagnostic_log.write_log import custom_configuration_file, log_path
from hookkit.git.runner import Git
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import Row, Style, row

_STYLES: dict[str, Style] = {"WARNING": "warn", "ERROR": "bad", "CRITICAL": "bad"}


@click.command()
@click.option("-n", "--lines", type=click.IntRange(min=0), default=20, show_default=True)
@click.option("-f", "--follow", "is_following", is_flag=True, help="Show new lines as they come.")
def command(lines: int, is_following: bool) -> int:
    """Show the last LINES lines of the diagnostic log."""
    path = log_path(Git.discover())
    print_rows(_log_place_rows(path, custom_configuration_file()))
    # Following begins before the last lines are read, so that no line in between is missed.
    new_lines = follow(path) if is_following else ()
    print_rows(map(_line_row, last_lines(path, lines)))
    for line in new_lines:
        print_rows([_line_row(line)])
    return 0


def _log_place_rows(path: Path, custom_configuration: Path | None) -> list[Row]:
    """Say where the log is, if it is not at ``path`` or does not exist there yet.

    ``custom_configuration`` is the person's own logging configuration file, None if there is none.
    """
    rows = []
    if custom_configuration is not None:
        why = "HOOKKIT_LOG_CFG is set: the log is where "
        rows.append(row(why, ("path", str(custom_configuration)), " says"))
    if not path.exists():
        rows.append(row("there is no log yet; it would be ", ("path", str(path))))
    return rows


def _line_row(line: str) -> Row:
    """Give one line of the log, in the style of its level."""
    words = line.split(" ", 2)
    level = words[1] if len(words) > 1 else ""
    return row((_STYLES.get(level, "text"), line))
