"""``hookkit status``: where the work stands, and what comes next."""

from __future__ import annotations

import os
import time

import rich_click as click

from hookkit.commands.format_option import plain_or_json
from hookkit.git.runner import Git
from hookkit.status.report import short_text, status_json, status_rows
from hookkit.status.status import read_status
from hookkit.terminal.output import say
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings
from hookkit.terminal.rows import row


@click.command()
@click.option("--short", "is_short", is_flag=True, help="For a prompt: the faults that wait.")
@plain_or_json
def command(is_short: bool, output_format: str) -> int:
    """Show what waits, what undo would take back, and how the branch stands.

    The screen ends with the command that comes next. Nothing is fetched and nothing is written, not
    even git's index, so that it never waits for a lock.
    """
    git = Git.discover()
    with git.one_run():
        status = read_status(git, readable_settings(git))
    if output_format == "json":
        write_raw(os.fsencode(status_json(status)))
    elif not is_short:
        say(status_rows(status, int(time.time())))
    elif text := short_text(status.waiting):
        say([row(text)])
    return 0
