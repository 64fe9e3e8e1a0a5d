"""The positions of the commits of a picture: their order, one in each row, and their lanes.

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


class CommitGroup(NamedTuple):
    """The commits that a commit of the main line merged, or a branch that is not merged.

    ``main_line_commit`` is that commit of the main line, which is not among ``commits``, "" for
    such a branch. An ordinary commit has merged none. Children come before parents.
    """

    main_line_commit: str
    commits: tuple[str, ...]


def first_parents(parents: Mapping[str, Sequence[str]], tip: str) -> list[str]:
    """Give the line of first parents from ``tip`` down, as far as ``parents`` has it."""
    line: list[str] = []
    while tip in parents:
        line.append(tip)
        tip = parents[tip][0] if parents[tip] else ""
    return line


def commit_groups(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str], requested_commit: str = ""
) -> list[CommitGroup]:
    """Give all commits in groups, each commit before its parents.

    ``parents`` maps each commit to its parents, children first. ``main_line`` are the commits of
    the main line, the newest first. The branch that contains the commit ``requested_commit`` comes
    first, wherever it begins.
    """
    row_numbers = {commit: index for index, commit in enumerate(main_line)}
    merged_commits = _merged_commits(parents, main_line)
    for index, commits in enumerate(merged_commits):
        row_numbers |= dict.fromkeys(commits, index)
    unmerged: dict[int, list[tuple[str, ...]]] = {}
    for branch in _connected_commits(
        [each for each in parents if each not in row_numbers], parents
    ):
        parent_rows = [
            row_numbers[each]
            for commit in branch
            for each in parents[commit]
            if each in row_numbers
        ]
        index = -1 if requested_commit in branch else min(parent_rows, default=len(main_line))
        unmerged.setdefault(index, []).append(branch)
    return list(_in_order(main_line, merged_commits, unmerged))


def _in_order(
    main_line: Sequence[str],
    merged_commits: Sequence[tuple[str, ...]],
    unmerged: Mapping[int, Sequence[tuple[str, ...]]],
) -> Iterator[CommitGroup]:
    yield from (CommitGroup("", each) for each in unmerged.get(-1, ()))
    for index, commit in enumerate(main_line):
        yield from (CommitGroup("", each) for each in unmerged.get(index, ()))
        yield CommitGroup(commit, merged_commits[index])
    yield from (CommitGroup("", each) for each in unmerged.get(len(main_line), ()))


def _merged_commits(
    parents: Mapping[str, Sequence[str]], main_line: Sequence[str]
) -> list[tuple[str, ...]]:
    """Give, for each commit of the main line, the commits that it was the first to merge."""
    merge_of = dict.fromkeys(main_line, "")
    for merge in reversed(main_line):
        to_visit = list(parents[merge][1:])
        while to_visit:
            commit = to_visit.pop()
            if commit in parents and commit not in merge_of:
                merge_of[commit] = merge
                to_visit += parents[commit]
    commits_by_merge: dict[str, list[str]] = {commit: [] for commit in main_line}
    for commit in parents:
        if merge_of.get(commit):
            commits_by_merge[merge_of[commit]].append(commit)
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
        to_visit = [commit] if commit not in group else []
        while to_visit:
            current = to_visit.pop()
            if current not in group:
                group[current] = number
                to_visit += neighbours[current]
    groups: dict[int, list[str]] = {}
    for commit in commits:
        groups.setdefault(group[commit], []).append(commit)
    return [tuple(each) for each in groups.values()]


class Edge(NamedTuple):
    """The edge from a commit down to one of its parents, and its lane."""

    child: str
    parent: str
    lane: int
    is_first_parent: bool


class CommitPosition(NamedTuple):
    """A commit in its lane.

    ``incoming_edges`` are the edges from above that end at it, ``outgoing_edges`` the edges that go
    down from it, in the order of its parents, and ``passing_edges`` all other edges in its row.
    There is no edge to a parent that is not drawn.
    """

    id: str
    lane: int
    incoming_edges: tuple[Edge, ...]
    outgoing_edges: tuple[Edge, ...]
    passing_edges: tuple[Edge, ...]

    @property
    def lane_count(self) -> int:
        """The number of lanes that its row needs."""
        edges = (*self.incoming_edges, *self.outgoing_edges, *self.passing_edges)
        return 1 + max([self.lane, *(edge.lane for edge in edges)])


def assign_lanes(
    order: Sequence[str], parents: Mapping[str, Sequence[str]], main_line: Container[str] = ()
) -> list[CommitPosition]:
    """Give each commit of ``order`` its lane; ``order`` has children before their parents.

    Lane 0 is for the commits of ``main_line`` alone, a line of first parents. An edge that begins
    at a commit does not get the lane of an edge that ends there: the two would look like one.
    """
    drawn_ids = set(order)
    lowest_lane = 1 if any(each in main_line for each in order) else 0
    live_edges: dict[int, Edge] = {}
    positions = []
    for commit in order:
        incoming_edges = tuple(
            edge for _, edge in sorted(live_edges.items()) if edge.parent == commit
        )
        lane = (
            0
            if lowest_lane and commit in main_line
            else _lane_of(incoming_edges, live_edges, lowest_lane)
        )
        for edge in incoming_edges:
            del live_edges[edge.lane]
        passing_edges = tuple(live_edges[each] for each in sorted(live_edges))
        drawn_parents = [each for each in dict.fromkeys(parents[commit]) if each in drawn_ids]
        taken_lanes = {edge.lane for edge in (*incoming_edges, *passing_edges)} | {lane}
        outgoing_edges = tuple(
            _edges_from(commit, drawn_parents, parents[commit][:1], lane, taken_lanes, lowest_lane)
        )
        live_edges |= {edge.lane: edge for edge in outgoing_edges}
        positions.append(
            CommitPosition(commit, lane, incoming_edges, outgoing_edges, passing_edges)
        )
    return positions


def _lane_of(incoming_edges: Sequence[Edge], live_edges: Container[int], lowest_lane: int) -> int:
    """Give the lane of a first-parent edge that ends here, else of any edge, else a free lane."""
    usable_edges = [edge for edge in incoming_edges if edge.lane >= lowest_lane]
    lanes = [edge.lane for edge in usable_edges if edge.is_first_parent] or [
        edge.lane for edge in usable_edges
    ]
    return min(lanes) if lanes else _free_lane(live_edges, lowest_lane)


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
