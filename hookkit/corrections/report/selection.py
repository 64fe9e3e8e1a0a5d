"""What was not chosen of a correction, as rows."""

from __future__ import annotations

from hookkit.phrases import counted
from hookkit.terminal.rows import Row, row


def left_rows(left: int, mixed: int, look: str) -> list[Row]:
    """Say how many faults were not chosen, and why some places were not.

    ``mixed`` places also mend other rules; ``look`` is the command that shows all of them.
    """
    rows = []
    if mixed:
        also = "also mends" if mixed == 1 else "also mend"
        rows.append(row(("dim", f"{counted(mixed, 'place')} {also} other rules: not chosen")))
    if left:
        rows.append(row(("dim", f"{counted(left, 'fault')} not chosen: "), ("command", look)))
    return rows
