"""``hookkit corrections``: list what is kept."""

from __future__ import annotations

import time

import rich_click as click

from hookkit.doors import log
from hookkit.doors.git import Git
from hookkit.judgement.corrections.correction import list_corrections
from hookkit.report.corrections.listed import list_rows
from hookkit.report.voice import say


@click.command()
def command() -> int:
    """List the corrections that are kept, the newest first."""
    git = Git.discover()
    log.configure(git)
    say(list_rows(list_corrections(git), int(time.time())))
    return 0
