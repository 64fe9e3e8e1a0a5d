"""The report of a selection: how many faults were not selected, or that nothing was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hookkit.corrections.review.review import Review
from hookkit.corrections.select_hunks import SelectedReview
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, row

MAX_CODES = 5
"""How many rules are named in a sentence, so that it fits a line."""


def code_list(codes: Iterable[str]) -> str:
    """Name each code with its frequency, the most frequent first: ``E231 (3), E401 (1)``."""
    counts = sorted(Counter(codes).items(), key=lambda each: (-each[1], each[0]))
    shown = ", ".join(f"{code} ({count})" for code, count in counts[:MAX_CODES])
    others_count = len(counts) - MAX_CODES
    return f"{shown} and {plural(others_count, 'other rule')}" if others_count > 0 else shown


def nothing_selected_sentence(description: str, review: Review, selected: SelectedReview) -> str:
    """Say that nothing of a review was selected, and which codes it has.

    ``description`` names the correction.
    """
    sentence = f"nothing in {description} is what you chose"
    if selected.other_codes:
        mend = "mends" if selected.mixed_hunk_count == 1 else "mend"
        verb_and_codes = f"also {mend} {code_list(selected.other_codes)}"
        return f"{sentence}: {plural(selected.mixed_hunk_count, 'hunk')} of it {verb_and_codes}"
    codes = (fault.code for file in review.files for fault in file.outcome.corrected)
    return f"{sentence}: it is of {code_list(codes)}"


def unselected_fault_rows(
    fault_count: int, selected: SelectedReview, show_command: str
) -> list[Row]:
    """Say how many faults were not selected, and why some hunks were not.

    ``show_command`` is the command that shows all faults.
    """
    rows = []
    if selected.mixed_hunk_count:
        also = "also mends" if selected.mixed_hunk_count == 1 else "also mend"
        others = code_list(selected.other_codes)
        sentence = f"{plural(selected.mixed_hunk_count, 'hunk')} {also} {others}: not chosen"
        rows.append(row(("dim", sentence)))
    if fault_count:
        rows.append(
            row(("dim", f"{plural(fault_count, 'fault')} not chosen: "), ("command", show_command))
        )
    return rows
