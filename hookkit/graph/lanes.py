"""A graph of commits in lanes: which lane each commit and each edge to a parent has.

The graph is drawn in layers, a commit a layer. An edge has the first lane that is free from its
commit to the parent (the left-edge algorithm), and a commit has the lane of an edge that ends at
it. So the first parents go straight down, and no edge bends between two commits.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Edge(NamedTuple):
    """The edge from a commit down to one of its parents, and its lane."""

    child: str
    parent: str
    lane: int
    is_first: bool


class PlacedCommit(NamedTuple):
    """A commit in its lane.

    ``ends`` are the edges from above that end at it, ``begins`` those that go down from it, in the
    order of its parents, and ``passing`` all others. A parent that is not drawn has no edge.
    """

    id: str
    lane: int
    ends: tuple[Edge, ...]
    begins: tuple[Edge, ...]
    passing: tuple[Edge, ...]

    @property
    def lanes(self) -> int:
        """How many lanes it takes to draw it."""
        edges = (*self.ends, *self.begins, *self.passing)
        return 1 + max([self.lane, *(edge.lane for edge in edges)])


def assign_lanes(
    order: Sequence[str], parents: Mapping[str, Sequence[str]], main_line: Container[str] = ()
) -> list[PlacedCommit]:
    """Give each commit its lane; they come with children before their parents.

    The commits of ``main_line``, first parents of each other, are alone in lane 0. An edge that
    begins at a commit does not get the lane of one that ends there: the two would look like one.
    """
    drawn = set(order)
    first = 1 if any(each in main_line for each in order) else 0
    live: dict[int, Edge] = {}
    placed = []
    for commit in order:
        ends = tuple(edge for _, edge in sorted(live.items()) if edge.parent == commit)
        lane = 0 if first and commit in main_line else _lane_of(ends, live, first)
        for edge in ends:
            del live[edge.lane]
        passing = tuple(live[each] for each in sorted(live))
        wanted = [each for each in dict.fromkeys(parents[commit]) if each in drawn]
        taken = {edge.lane for edge in (*ends, *passing)} | {lane}
        begins = tuple(_edges_from(commit, wanted, parents[commit][:1], lane, taken, first))
        live |= {edge.lane: edge for edge in begins}
        placed.append(PlacedCommit(commit, lane, ends, begins, passing))
    return placed


def _lane_of(ends: Sequence[Edge], live: Container[int], first: int) -> int:
    """Give the lane of a first child, else of any child, else a free one."""
    usable = [edge for edge in ends if edge.lane >= first]
    straight = [edge.lane for edge in usable if edge.is_first] or [edge.lane for edge in usable]
    return min(straight) if straight else _free_lane(live, first)


def _edges_from(
    commit: str, wanted: Iterable[str], first: Sequence[str], lane: int, taken: set[int], low: int
) -> Iterator[Edge]:
    for parent in wanted:
        is_first = parent in first
        own = lane if is_first else _free_lane(taken, low)
        taken.add(own)
        yield Edge(commit, parent, own, is_first)


def _free_lane(taken: Container[int], first: int) -> int:
    lane = first
    while lane in taken:
        lane += 1
    return lane
