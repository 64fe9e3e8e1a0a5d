"""Faults shared out among the pieces of a correction: each belongs to the one that mends it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from hookkit.pep8.outcome import Fault
from hookkit.pep8.parts import Part


def shared_out(
    groups: Sequence[tuple[Part, ...]], is_blank: Sequence[bool], faults: Iterable[Fault]
) -> list[tuple[Fault, ...]]:
    """Give each fault to the nearest of the groups, which are in order.

    ``is_blank`` says of each whether it is about blank lines alone. A fault of blank lines is told
    at the line below them: of two groups that are about this line it is that of the blank ones,
    and every other fault that of the code.
    """
    shared: list[list[Fault]] = [[] for _ in groups]
    starts = [group[0].start for group in groups]
    for fault in faults:
        at = bisect_left(starts, fault.line)
        # The group that the line is in begins above it, and blank lines belong to the line below.
        near = range(max(at - 3, 0), min(at + 2, len(groups)))

        def farness(at: int, fault: Fault = fault) -> tuple[int, bool]:
            return _distance(groups[at], fault.line), is_blank[at] != _is_about_blank(fault)

        if near:
            shared[min(near, key=farness)].append(fault)
    return [tuple(each) for each in shared]


def _is_about_blank(fault: Fault) -> bool:
    return fault.code.startswith("E3") or fault.code in ("W293", "W391")


def _distance(group: tuple[Part, ...], line: int) -> int:
    spans = [span for part in group for span in (part.span, *part.reach)]
    return min(max(first - line, line - last, 0) for first, last in spans)
