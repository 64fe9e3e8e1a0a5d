"""The next commands of a report, in columns, each with the one of plain git if there is one."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.terminal.rows import Piece, Row, row


class Next(NamedTuple):
    """A next command: its purpose, the command, a remark, and the same in plain git."""

    label: str
    command: str
    remark: str = ""
    same_as: str = ""


def _pieces(each: Next, label: int, command: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = [("dim", each.label.ljust(label) + "  "), ("command", each.command)]
    if each.remark or each.same_as:
        pieces.append(("text", " " * (command - len(each.command) + 2)))
    if each.remark:
        pieces.append(("dim", each.remark + (" " if each.same_as else "")))
    if each.same_as:
        pieces.append(("command", each.same_as))
    return tuple(pieces)


def next_rows(steps: Sequence[Next]) -> list[Row]:
    """Give one row for each step, labels and commands in columns."""
    label = max((len(each.label) for each in steps), default=0)
    remarked = [each for each in steps if each.remark or each.same_as]
    command = max((len(each.command) for each in remarked), default=0)
    return [row(*_pieces(each, label, command)) for each in steps]
