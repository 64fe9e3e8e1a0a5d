"""``hookkit undo``: take back what hookkit did last."""

from __future__ import annotations

import logging
import time

import rich_click as click

from hookkit.git.runner import Git
from hookkit.log import configuration
from hookkit.terminal.output import say
from hookkit.undo.listing import list_entries
from hookkit.undo.listing_report import list_rows
from hookkit.undo.preconditions import check_quiet
from hookkit.undo.report import preview_rows, undone_rows
from hookkit.undo.undo import preview_undo, undo


@click.command()
@click.argument("number", metavar="[ID]", type=click.IntRange(1), required=False)
@click.option("--list", "is_list", is_flag=True, help="List what hookkit did, the newest first.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would change.")
def command(number: int | None, is_list: bool, is_dry: bool) -> int:
    """Take back what hookkit did last in this worktree, as a whole, or the operation ID.

    Your later edits stay. If a branch of it has moved since, nothing is changed. What is on a
    remote stays there, and the command that would change it is shown. hookkit redo does it again.

    Ends with 1 where nothing, or not all of it, could be taken back.
    """
    git = Git.discover()
    configuration.configure(git)
    if is_list:
        say(list_rows(list_entries(git), int(time.time())))
        return 0
    check_quiet(git)
    if is_dry:
        preview = preview_undo(git, number)
        say(preview_rows(preview, "undo"))
        return 1 if preview.is_gone else 0
    undone = undo(git, number)
    logging.getLogger(__name__).info("took back %s of %s", *undone.record[:2])
    say(undone_rows(undone))
    return 1 if undone.left or undone.is_gone else 0
