"""A graph of commits as lanes: where each commit stands, and which lines go by it.

It is the drawing of a graph in layers, one commit a layer, with one track for each line: the line
from a commit to a parent has the first track that is free there, as intervals share few rooms
(the left-edge algorithm), and a commit stands in the track of the line that comes to it. So the
first parents go straight down, and no line ever bends on its way.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """The line from a commit down to one of its parents, and the lane that it runs in."""

    child: str
    parent: str
    lane: int
    is_first: bool


class Placed(NamedTuple):
    """A commit in its lane.

    ``ends`` are the lines from above that end at it, ``begins`` those that go down from it, in the
    order of its parents, and ``passing`` those that go by. A parent that is not drawn has no line.
    """

    id: str
    lane: int
    ends: tuple[Line, ...]
    begins: tuple[Line, ...]
    passing: tuple[Line, ...]

    @property
    def lanes(self) -> int:
        """How many lanes it takes to draw it."""
        return 1 + max(self.lane, *(line.lane for line in self._lines()), 0)

    def _lines(self) -> Iterator[Line]:
        yield from self.ends
        yield from self.begins
        yield from self.passing


def lay_out(
    order: Sequence[str], parents: Mapping[str, Sequence[str]], spine: Container[str] = ()
) -> list[Placed]:
    """Place commits, which come with children before their parents.

    The commits of ``spine``, a line of first parents, stand in lane 0, and nothing else does. A
    lane that becomes free at a commit is not taken again by a line that begins there: the two
    would look like one.
    """
    drawn = set(order)
    first = 1 if any(each in spine for each in order) else 0
    live: dict[int, Line] = {}
    placed = []
    for commit in order:
        ends = tuple(line for _, line in sorted(live.items()) if line.parent == commit)
        lane = 0 if first and commit in spine else _lane_of(ends, live, first)
        for line in ends:
            del live[line.lane]
        passing = tuple(live[each] for each in sorted(live))
        wanted = [each for each in dict.fromkeys(parents[commit]) if each in drawn]
        taken = {line.lane for line in (*ends, *passing)} | {lane}
        begins = tuple(_begin(commit, wanted, parents[commit][:1], lane, taken, first))
        live |= {line.lane: line for line in begins}
        placed.append(Placed(commit, lane, ends, begins, passing))
    return placed


def _lane_of(ends: Sequence[Line], live: Container[int], first: int) -> int:
    """Give the lane of a commit: that of a child that goes on with it, else of any, else a new."""
    usable = [line for line in ends if line.lane >= first]
    straight = [line.lane for line in usable if line.is_first] or [line.lane for line in usable]
    return min(straight) if straight else _free(live, first)


def _begin(
    commit: str, wanted: Iterable[str], first: Sequence[str], lane: int, taken: set[int], low: int
) -> Iterator[Line]:
    for parent in wanted:
        is_first = parent in first
        own = lane if is_first else _free(taken, low)
        taken.add(own)
        yield Line(commit, parent, own, is_first)


def _free(taken: Container[int], first: int) -> int:
    lane = first
    while lane in taken:
        lane += 1
    return lane
