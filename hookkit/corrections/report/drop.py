"""The report of ``hookkit drop``."""

from __future__ import annotations

from hookkit.corrections.correction import Correction
from hookkit.phrases import quoted, short
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, row


def dropped_proposal_rows(correction: Correction, is_in_files: bool) -> list[Row]:
    """Say which correction was thrown away, and what stays of it.

    ``is_in_files`` says that it is in the files, as uncommitted edits.
    """
    corrected = correction.corrected
    title = row(
        ("title", "hookkit dropped the correction"),
        " of ",
        ("code", short(corrected.id)),
        f" {quoted(corrected.shown_subject)}",
    )
    stays = [row("its uncommitted edits stay in the files", indent=1)] if is_in_files else []
    return [title, *stays, *next_rows([Next("take back", "hookkit undo")])]
