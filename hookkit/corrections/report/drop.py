"""The report of ``hookkit drop``."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.correction import Correction
from hookkit.phrases import quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, next_rows, row

ALL_TAKEN = "all of it is on the branch, and stays there"
PARTLY_TAKEN = "what was taken of it stays on the branch"
UNCOMMITTED = "its uncommitted edits stay in the files"


def when_over(operation: str) -> str:
    """Give the phrase for the time after an operation of git ("a rebase")."""
    return f"when {operation.replace('a ', 'the ', 1)} is over"


def dropped_correction_rows(
    correction: Correction, stays: Sequence[str], operation: str | None
) -> list[Row]:
    """Say which correction was dropped, and what stays of it.

    ``stays`` are sentences about what stays. ``operation`` is the operation of git that is under
    way, None without one: undo works only after this operation.
    """
    corrected = correction.corrected
    title = row(
        ("title", "hookkit dropped the correction"),
        " of ",
        ("code", short_id(corrected.id)),
        f" {quote_subject(corrected.shown_subject)}",
    )
    when = when_over(operation) if operation else ""
    steps = next_rows([NextStep("take back", "hookkit undo", when)])
    return [title, *(row(each, indent=1) for each in stays), *steps]
