"""The layout of a graph: the order of its commits, one in each row, and their lanes.

Git lists the branches of a history side by side, which makes their edges long. Here each merge is
followed by just the commits that it merged, and a branch that is not merged stands right above the
commit that it begins at.

The graph is drawn in layers, one commit in each. An edge gets the first lane that is free from its
commit to the parent (the left-edge algorithm), and a commit gets the lane of an edge that ends at
it. So the first parents go straight down, and an edge bends only in the row of a commit.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Chain(NamedTuple):
    """Commits that follow each other in the order, children before parents.

    ``merge`` is the commit of the main line that merged them, "" for a branch that is not merged.
    """

    merge: str
    commits: tuple[str, ...]


def first_parents(parents: Mapping[str, Sequence[str]], tip: str) -> list[str]:
    """Give the line of first parents from ``tip`` down, as far as ``parents`` has it."""
    line: list[str] = []
    while tip in parents:
        line.append(tip)
        tip = parents[tip][0] if parents[tip] else ""
    return line


def chains_of(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str], focus: str = ""
) -> list[Chain]:
    """Give all commits in chains, each commit before its parents.

    ``parents`` maps each commit to its parents, children first. ``main_line`` are the commits of
    the main line, the newest first. The branch that contains the commit ``focus`` comes first,
    wherever it begins.
    """
    positions = {commit: index for index, commit in enumerate(main_line)}
    merged = _merged_commits(parents, main_line)
    for index, commits in enumerate(merged):
        positions |= dict.fromkeys(commits, index)
    unmerged: dict[int, list[tuple[str, ...]]] = {}
    for branch in _connected_commits([each for each in parents if each not in positions], parents):
        parent_positions = [
            positions[each] for commit in branch for each in parents[commit] if each in positions
        ]
        index = -1 if focus in branch else min(parent_positions, default=len(main_line))
        unmerged.setdefault(index, []).append(branch)
    return list(_in_order(main_line, merged, unmerged))


def _in_order(
    main_line: Sequence[str],
    merged: Sequence[tuple[str, ...]],
    unmerged: Mapping[int, Sequence[tuple[str, ...]]],
) -> Iterator[Chain]:
    yield from (Chain("", each) for each in unmerged.get(-1, ()))
    for index, commit in enumerate(main_line):
        yield from (Chain("", each) for each in unmerged.get(index, ()))
        yield Chain(commit, merged[index])
    yield from (Chain("", each) for each in unmerged.get(len(main_line), ()))


def _merged_commits(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str]
) -> list[tuple[str, ...]]:
    """Give, for each commit of the main line, the commits that it brought in first."""
    owner = dict.fromkeys(main_line, "")
    for merge in reversed(main_line):
        waiting = list(parents[merge][1:])
        while waiting:
            commit = waiting.pop()
            if commit in parents and commit not in owner:
                owner[commit] = merge
                waiting += parents[commit]
    commits_by_merge: dict[str, list[str]] = {commit: [] for commit in main_line}
    for commit in parents:
        if owner.get(commit):
            commits_by_merge[owner[commit]].append(commit)
    return [tuple(commits_by_merge[commit]) for commit in main_line]


def _connected_commits(
    commits: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> list[tuple[str, ...]]:
    """Divide commits into groups that are connected by parents."""
    neighbours: dict[str, list[str]] = {commit: [] for commit in commits}
    for commit in commits:
        for parent in parents[commit]:
            if parent in neighbours:
                neighbours[commit].append(parent)
                neighbours[parent].append(commit)
    group: dict[str, int] = {}
    for number, commit in enumerate(commits):
        waiting = [commit] if commit not in group else []
        while waiting:
            current = waiting.pop()
            if current not in group:
                group[current] = number
                waiting += neighbours[current]
    groups: dict[int, list[str]] = {}
    for commit in commits:
        groups.setdefault(group[commit], []).append(commit)
    return [tuple(each) for each in groups.values()]


class Edge(NamedTuple):
    """The edge from a commit down to one of its parents, and its lane."""

    child: str
    parent: str
    lane: int
    is_first: bool


class PlacedCommit(NamedTuple):
    """A commit in its lane.

    ``ends`` are the edges from above that end at it, ``begins`` the edges that go down from it, in
    the order of its parents, and ``passing`` all other edges in its row. There is no edge to a
    parent that is not drawn.
    """

    id: str
    lane: int
    ends: tuple[Edge, ...]
    begins: tuple[Edge, ...]
    passing: tuple[Edge, ...]

    @property
    def lanes(self) -> int:
        """The number of lanes that its row needs."""
        edges = (*self.ends, *self.begins, *self.passing)
        return 1 + max([self.lane, *(edge.lane for edge in edges)])


def assign_lanes(
    order: Sequence[str], parents: Mapping[str, Sequence[str]], main_line: Container[str] = ()
) -> list[PlacedCommit]:
    """Give each commit of ``order`` its lane; ``order`` has children before their parents.

    Lane 0 is for the commits of ``main_line`` alone, a line of first parents. An edge that begins
    at a commit does not get the lane of an edge that ends there: the two would look like one.
    """
    drawn = set(order)
    lowest_lane = 1 if any(each in main_line for each in order) else 0
    live_edges: dict[int, Edge] = {}
    placed = []
    for commit in order:
        ends = tuple(edge for _, edge in sorted(live_edges.items()) if edge.parent == commit)
        lane = 0 if lowest_lane and commit in main_line else _lane_of(ends, live_edges, lowest_lane)
        for edge in ends:
            del live_edges[edge.lane]
        passing = tuple(live_edges[each] for each in sorted(live_edges))
        drawn_parents = [each for each in dict.fromkeys(parents[commit]) if each in drawn]
        taken_lanes = {edge.lane for edge in (*ends, *passing)} | {lane}
        begins = tuple(
            _edges_from(commit, drawn_parents, parents[commit][:1], lane, taken_lanes, lowest_lane)
        )
        live_edges |= {edge.lane: edge for edge in begins}
        placed.append(PlacedCommit(commit, lane, ends, begins, passing))
    return placed


def _lane_of(ends: Sequence[Edge], live_edges: Container[int], lowest_lane: int) -> int:
    """Give the lane of a first-parent edge that ends here, else of any edge, else a free lane."""
    usable = [edge for edge in ends if edge.lane >= lowest_lane]
    straight = [edge.lane for edge in usable if edge.is_first] or [edge.lane for edge in usable]
    return min(straight) if straight else _free_lane(live_edges, lowest_lane)


def _edges_from(
    commit: str,
    drawn_parents: Iterable[str],
    first_parent: Sequence[str],
    lane: int,
    taken_lanes: set[int],
    lowest_lane: int,
) -> Iterator[Edge]:
    for parent in drawn_parents:
        is_first = parent in first_parent
        edge_lane = lane if is_first else _free_lane(taken_lanes, lowest_lane)
        taken_lanes.add(edge_lane)
        yield Edge(commit, parent, edge_lane, is_first)


def _free_lane(taken_lanes: Container[int], lowest_lane: int) -> int:
    lane = lowest_lane
    while lane in taken_lanes:
        lane += 1
    return lane
