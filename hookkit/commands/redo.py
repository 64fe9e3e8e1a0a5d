"""``hookkit redo``: do again what was taken back last."""

from __future__ import annotations

import logging

import rich_click as click

from hookkit.git.runner import Git
from hookkit.log import configuration
from hookkit.terminal.output import say
from hookkit.undo.preconditions import check_quiet
from hookkit.undo.report import preview_rows, redone_rows
from hookkit.undo.undo import preview_redo, redo


@click.command()
@click.argument("number", metavar="[ID]", type=click.IntRange(1), required=False)
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would change.")
def command(number: int | None, is_dry: bool) -> int:
    """Do again what hookkit undo took back last, or the operation ID.

    That is possible until hookkit does something new. hookkit undo --list has the IDs.

    Ends with 1 where nothing, or not all of it, could be done again.
    """
    git = Git.discover()
    configuration.configure(git)
    check_quiet(git)
    if is_dry:
        preview = preview_redo(git, number)
        say(preview_rows(preview, "redo"))
        return 1 if preview.is_gone else 0
    undone = redo(git, number)
    logging.getLogger(__name__).info("did again %s of %s", *undone.record[:2])
    say(redone_rows(undone))
    return 1 if undone.left or undone.is_gone else 0
