"""What a person should know beside what was done or found."""

from __future__ import annotations

from hookkit.terminal.rows import Row, row


def note(sentence: str) -> Row:
    """Give the row of a note that stands by itself, among findings for example."""
    return row(("dim", "note"), f"  {sentence}")


def note_below(sentence: str) -> Row:
    """Give the row of a note on the title above it."""
    return row(("dim", "note"), f" {sentence}", indent=1)
