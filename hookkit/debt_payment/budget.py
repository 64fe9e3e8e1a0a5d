"""The pieces of a payment that fit into its budget: as many lines as a person can review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookkit.debt_payment.pieces import FileCorrection, Piece


class BudgetedCorrections(NamedTuple):
    """The corrections, each with only its pieces within the budget.

    ``is_all`` says that nothing comes after them. ``too_large`` is the number of lines of the
    smallest piece that is larger than the budget by itself, 0 where none is.
    """

    corrections: tuple[FileCorrection, ...]
    is_all: bool
    too_large: int


def take_within_budget(found: Iterable[FileCorrection], budget: int) -> BudgetedCorrections:
    """Take pieces in their order until the next one would be beyond ``budget`` lines.

    ``found`` is read no further than that needs.
    """
    left = budget
    chosen: list[FileCorrection] = []
    large: list[int] = []
    for each in found:
        taken: list[Piece] = []
        is_full = False
        for piece in each.pieces:
            if piece.lines > budget:
                large.append(piece.lines)
            elif piece.lines > left:
                is_full = True
                break
            else:
                taken.append(piece)
                left -= piece.lines
        if taken:
            chosen.append(each._replace(pieces=tuple(taken)))
        if is_full:
            return BudgetedCorrections(tuple(chosen), False, min(large, default=0))
    return BudgetedCorrections(tuple(chosen), True, min(large, default=0))
