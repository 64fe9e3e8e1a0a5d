"""Where the page of a review is."""

from __future__ import annotations

import shlex
from pathlib import Path

from hookkit.corrections.review.review import Review
from hookkit.phrases import counted
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, row


def paged_rows(review: Review, path: Path, is_wanted: bool, is_shown: bool) -> list[Row]:
    """Tell where the page is, how much is on it, and how it is shown if it is not yet.

    ``is_wanted`` says whether a browser was to show it, ``is_shown`` whether one does.
    """
    size = f"{counted(len(review.hunks), 'hunk')} in {counted(len(review.files), 'file')}"
    rows = [row(("title", "hookkit wrote the review"), ": ", ("path", str(path)), f" ({size})")]
    if is_shown:
        return [*rows, row("a browser shows it", indent=1)]
    if is_wanted:
        return [
            *rows,
            row(("warn", "no browser could be started"), ": open the file by hand", indent=1),
        ]
    again = shlex.join(["hookkit", "review", *([review.span] if review.span else []), "--open"])
    return rows + next_rows([Next("show", again, "or open the file in a browser")])
