"""``hookkit redo``: do the operation again that was taken back last."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.shared.open_repository import open_repository
from hookkit.commands.shared.run_undo_or_redo import (
    UndoOrRedoCommand,
    parse_operation_id,
    run_undo_or_redo,
)
from hookkit.undo.report import redone_rows
from hookkit.undo.undo_or_redo import preview_redo, redo

REDO = UndoOrRedoCommand("redo", preview_redo, redo, redone_rows, "did again %s of %s")


@click.command()
@click.argument("number", metavar="[ID]", type=parse_operation_id, required=False)
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would change.")
def command(number: int | None, is_dry: bool) -> int:
    """Do again what hookkit undo took back last, or the operation ID.

    That is possible until hookkit does something new. hookkit undo --list has the IDs.

    Ends with 1 where nothing, or not all of it, could be done again.
    """
    git = open_repository()
    return run_undo_or_redo(git, REDO, number, is_dry)
