"""What a person who asked is told where there is nothing to tell."""

from __future__ import annotations

from hookkit.corrections.report.run import subject_pieces
from hookkit.pep8.outcome import Outcome
from hookkit.phrases import counted
from hookkit.terminal.rows import Piece, Row, row


def nothing_rows(outcome: Outcome) -> list[Row]:
    """Say that a run looked and found nothing, and at how much it looked."""
    what: Piece = ("good", "hookkit found nothing to correct")
    files = f" ({counted(len(outcome.files), 'file')})"
    if not outcome.files:
        what, files = ("title", "hookkit found no .py file to look at"), ""
    return [row(what, " in ", *subject_pieces(outcome), ("dim", files))]
