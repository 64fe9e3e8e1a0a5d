"""Run ``hookkit undo`` or ``hookkit redo`` for one operation, or show what it would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hookkit.branches.sync.conclude_stopped_sync import conclude_sync
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import Row
from hookkit.undo.report import preview_rows
from hookkit.undo.undo_or_redo import UndoPreview, UndoResult


class UndoOrRedoCommand(NamedTuple):
    """The differences of undo and redo: the command, its functions, and its diagnostic message."""

    command: str
    preview: Callable[[Git, int | None], UndoPreview]
    apply: Callable[[Git, int | None], UndoResult]
    rows: Callable[[UndoResult], Sequence[Row]]
    diagnostic_message: str


def parse_operation_id(text: str) -> int:
    """Read a number as ``hookkit undo --list`` shows it. Raises WrongUsage for anything else."""
    if not (text.isascii() and text.isdecimal()):
        sentence = f"{text!r} is no ID of an operation: an ID is a number"
        raise WrongUsage(sentence, "hookkit undo --list")
    return int(text)


def run_undo_or_redo(git: Git, action: UndoOrRedoCommand, number: int | None, is_dry: bool) -> int:
    """Take an entry back or do it again, and give the exit status.

    ``number`` is the ID of the entry, None for the last one. If ``is_dry``, only show what would
    change.
    """
    require_no_operation_or_stopped_sync(git, ABORT_SYNC)
    if is_dry:
        preview = action.preview(git, number)
        print_rows(preview_rows(preview, action.command))
        return 1 if preview.has_no_change else 0
    conclude_sync(git)
    undone = action.apply(git, number)
    logger = Logger(f"hookkit.commands.{action.command}")
    logger.info(action.diagnostic_message, *undone.entry[:2])
    print_rows(action.rows(undone))
    return 1 if undone.dropped or undone.has_no_change else 0
