"""``hookkit log``: what happened, and what happens."""

from __future__ import annotations

import rich_click as click


@click.command()
@click.option("-n", "--lines", type=click.IntRange(min=0), default=20, show_default=True)
@click.option("-f", "--follow", "is_following", is_flag=True, help="Show new lines as they come.")
def command(lines: int, is_following: bool) -> int:
    """Show the last LINES lines of the log of this repository."""
    from hookkit.git.runner import Git
    from hookkit.log.configuration import configured_by
    from hookkit.log.file import log_path
    from hookkit.log.reading import follow, last_lines
    from hookkit.terminal.log_lines import line_row, where_rows
    from hookkit.terminal.output import say

    path = log_path(Git.discover())
    say(where_rows(path, path.exists(), configured_by()))
    # Before the last lines are shown: what is written while they are is not passed over.
    coming = follow(path) if is_following else ()
    say(map(line_row, last_lines(path, lines)))
    for line in coming:
        say([line_row(line)])
    return 0
