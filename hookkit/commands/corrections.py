"""``hookkit corrections``: list what is kept."""

from __future__ import annotations

import time

import rich_click as click

from hookkit.corrections.listing import list_corrections
from hookkit.corrections.report.listing import list_rows
from hookkit.git.runner import Git
from hookkit.log import configuration
from hookkit.terminal.output import say


@click.command()
def command() -> int:
    """List the corrections that are kept, the newest first."""
    git = Git.discover()
    configuration.configure(git)
    say(list_rows(list_corrections(git), int(time.time())))
    return 0
