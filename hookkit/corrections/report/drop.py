"""The report of ``hookkit drop``."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.correction import Correction
from hookkit.phrases import quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

ALL_ON_BRANCH = "all of it is on the branch, and stays there"
PART_ON_BRANCH = "what was taken of it stays on the branch"
EDITS_IN_FILES = "its uncommitted edits stay in the files"
"""Sentences about what stays of a dropped correction."""


def time_after_operation(operation: str) -> str:
    """Give the phrase for the time after an operation of git ("a rebase")."""
    return f"when {operation.replace('a ', 'the ', 1)} is over"


def dropped_correction_rows(
    correction: Correction, what_stays: Sequence[str], operation: str | None
) -> list[Row]:
    """Say which correction was dropped, and what stays of it.

    ``what_stays`` are sentences about what stays. ``operation`` is the operation of git that is
    under way, None without one: undo works only after this operation.
    """
    corrected = correction.corrected
    title = row(
        ("title", "hookkit dropped the correction"),
        " of ",
        ("code", short_id(corrected.id)),
        f" {quote_subject(corrected.decoded_subject)}",
    )
    time_to_undo = time_after_operation(operation) if operation else ""
    steps = next_step_rows([NextStep("take back", "hookkit undo", time_to_undo)])
    return [title, *(row(each, indent=1) for each in what_stays), *steps]
