"""The argument that names an operation of the log by its number."""

from __future__ import annotations

from hookkit.errors import WrongUsage


def operation_id(text: str) -> int:
    """Read a number as ``hookkit undo --list`` shows it. Raises WrongUsage for anything else."""
    if not (text.isascii() and text.isdecimal()):
        sentence = f"{text!r} is no ID of an operation: an ID is a number"
        raise WrongUsage(sentence, "hookkit undo --list")
    return int(text)
