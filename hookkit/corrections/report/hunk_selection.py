"""The report of a selection: how many faults were not chosen, or that nothing was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hookkit.corrections.hunk_selection import SelectedHunks
from hookkit.corrections.review.review import Review
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


def nothing_chosen_sentence(subject: str, review: Review, chosen: SelectedHunks) -> str:
    """Say that nothing of a review was chosen, and which codes it has.

    ``subject`` names the correction.
    """
    sentence = f"nothing in {subject} is what you chose"
    if chosen.other_codes:
        mend = "mends" if chosen.mixed_hunk_count == 1 else "mend"
        verb_and_codes = f"also {mend} {code_list(chosen.other_codes)}"
        return f"{sentence}: {plural(chosen.mixed_hunk_count, 'place')} of it {verb_and_codes}"
    codes = (fault.code for file in review.files for fault in file.outcome.corrected)
    return f"{sentence}: it is of {code_list(codes)}"


def not_chosen_rows(faults: int, chosen: SelectedHunks, show_command: str) -> list[Row]:
    """Say how many faults (``faults``) were not chosen, and why some places were not.

    ``show_command`` is the command that shows all faults.
    """
    rows = []
    if chosen.mixed_hunk_count:
        also = "also mends" if chosen.mixed_hunk_count == 1 else "also mend"
        others = code_list(chosen.other_codes)
        sentence = f"{plural(chosen.mixed_hunk_count, 'place')} {also} {others}: not chosen"
        rows.append(row(("dim", sentence)))
    if faults:
        rows.append(
            row(("dim", f"{plural(faults, 'fault')} not chosen: "), ("command", show_command))
        )
    return rows
