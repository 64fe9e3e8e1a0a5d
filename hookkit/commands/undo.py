"""``hookkit undo``: take back the last operation of hookkit."""

from __future__ import annotations

import time

import rich_click as click

from hookkit.branches.sync.conclude_stopped_sync import conclude_sync
from hookkit.branches.sync.interrupted_sync import restore_files_unless_rebase_started
from hookkit.commands.shared.open_repository import open_repository
from hookkit.commands.shared.run_undo_or_redo import (
    UndoOrRedoCommand,
    parse_operation_id,
    run_undo_or_redo,
)
from hookkit.git.runner import Git
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC, branch_of_sync, find_stopped_sync
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import row
from hookkit.undo.list_entries import list_entries
from hookkit.undo.report import list_rows, undone_rows
from hookkit.undo.undo_or_redo import preview_undo, undo

UNDO = UndoOrRedoCommand("undo", preview_undo, undo, undone_rows, "took back %s of %s")


@click.command()
@click.argument("number", metavar="[ID]", type=parse_operation_id, required=False)
@click.option("--list", "is_list", is_flag=True, help="List what hookkit did, the newest first.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would change.")
def command(number: int | None, is_list: bool, is_dry: bool) -> int:
    """Take back what hookkit did last in this worktree, as a whole, or the operation ID.

    Your later edits stay. If a branch of it has moved since, nothing is changed. What is on a
    remote stays there, and the command that would change it is shown. hookkit redo does it again.

    Ends with 1 where nothing, or not all of it, could be taken back.
    """
    git = open_repository()
    if is_list:
        print_rows(list_rows(list_entries(git), int(time.time())))
        return 0
    if number is None and not is_dry and _take_back_interrupted_sync(git):
        return 0
    return run_undo_or_redo(git, UNDO, number, is_dry)


def _take_back_interrupted_sync(git: Git) -> bool:
    """Restore the files of an interrupted sync that had not moved the branch; False if none."""
    require_no_operation_or_stopped_sync(git, ABORT_SYNC)
    stored_entry = find_stopped_sync(git)
    if stored_entry is None or not restore_files_unless_rebase_started(git, stored_entry):
        return False
    conclude_sync(git)
    name = branch_of_sync(stored_entry.entry)
    sentence = f"hookkit took back the sync of {name}, which had not begun"
    print_rows([row(f"{sentence}: the files are as before")])
    return True
