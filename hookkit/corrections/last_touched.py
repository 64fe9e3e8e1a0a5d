"""Who touched a part last: its lines carried back through the edits of one commit after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from hookkit.pep8.parts import Part


class Edit(NamedTuple):
    """Lines ``start`` to ``end`` became ``new_start`` to ``new_end`` (0-based, end excluded)."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def growth(self) -> int:
        """By how many lines the file got longer."""
        return (self.new_end - self.new_start) - (self.end - self.start)


class LineSpan(NamedTuple):
    """Where a part lies, in lines as git counts them: 0-based, end excluded.

    ``start`` to ``end`` are the lines that it replaces, ``about`` those that it is about.
    ``is_between`` says that it is about the room above a line as well.
    """

    start: int
    end: int
    about: tuple[tuple[int, int], ...]
    is_between: bool


class GitLines:
    r"""The lines of a file as git counts them: those that end with ``\n``, and a rest."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        """Take the lines of a file as Python counts them."""
        self._lines = lines
        ends = (line.endswith(b"\n") for line in lines)
        self._above = list(accumulate(ends, initial=0))

    def place_of(self, part: Part) -> LineSpan:
        """Find a part of the file among its lines."""
        last = len(self._lines)
        spans = ((min(first, max(last, 1)) - 1, min(end, last)) for first, end in part.reach)
        about = tuple(self._whole(*span) for span in spans)
        return LineSpan(*self._whole(part.start, part.end), about, part.reach[-1][1] > part.end)

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        is_cut = start < end and not self._lines[end - 1].endswith(b"\n")
        return self._above[start], self._above[end] + is_cut


def last_touched(place: LineSpan, history: Iterable[Sequence[Edit]]) -> int | None:
    """Give the number of the first of ``history`` (the newest commit first) that may have a part.

    That is the one that touched its lines last, or a later one that touched a line right beside
    it: git merges two changes only where a line lies between them. None where the lines are older
    than all of them.
    """
    nearest: int | None = None
    for number, edits in enumerate(history):
        is_owner = any(_is_of(place, edit) for edit in edits)
        if nearest is None and (is_owner or any(_adjoins(place, edit) for edit in edits)):
            nearest = number
        if is_owner:
            return nearest
        if edits:
            place = _at_earlier_lines(place, edits)
    return None


def _adjoins(place: LineSpan, edit: Edit) -> bool:
    return edit.new_start <= place.end and place.start <= edit.new_end


def _is_of(place: LineSpan, edit: Edit) -> bool:
    if edit.new_start < edit.new_end:
        return any(edit.new_start < end and start < edit.new_end for start, end in place.about)
    # Lines that were taken out: they leave a trace only between two lines of the part.
    return any(
        start < edit.new_start + place.is_between and edit.new_start < end
        for start, end in place.about
    )


def _at_earlier_lines(place: LineSpan, edits: Sequence[Edit]) -> LineSpan:
    """Give the place before edits that are not of it."""

    def back(start: int, end: int) -> tuple[int, int]:
        grown = sum(each.growth for each in edits if each.new_end <= start)
        return start - grown, end - grown

    about = tuple(back(*each) for each in place.about)
    return LineSpan(*back(place.start, place.end), about, place.is_between)
