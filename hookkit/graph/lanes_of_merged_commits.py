"""The lanes of merged commits, which are drawn between their merge and the row below it.

Many merged branches have the same shape, and the lanes depend on the shape alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.graph.commit_positions import CommitPosition, assign_lanes
from hookkit.graph.positioned_rows import PositionedRow

BranchShape = tuple[tuple[int, ...], ...]
"""The parents of a merge and of each commit that it merged, as indices into these commits.

The index after the last one is the merge's first parent, and -1 is any other commit.
"""


class RowLanes(NamedTuple):
    """The lanes of a row: of its commit, and of the edges that end there, begin there or pass.

    ``has_undrawn_parent`` is whether the commit has a parent to which no edge is drawn.
    """

    lane: int
    incoming_lanes: tuple[int, ...]
    outgoing_lanes: tuple[int, ...]
    passing_lanes: tuple[int, ...]
    has_undrawn_parent: bool = False


def row_lanes(position: CommitPosition, has_undrawn_parent: bool = False) -> RowLanes:
    """Give the lanes in the row of a commit; ``has_undrawn_parent`` is as in ``RowLanes``."""
    incoming, outgoing, passing = (
        tuple([edge.lane for edge in edges])
        for edges in (position.incoming_edges, position.outgoing_edges, position.passing_edges)
    )
    return RowLanes(position.lane, incoming, outgoing, passing, has_undrawn_parent)


def shape_of(merge: PositionedRow) -> BranchShape:
    """Give the shape of a merge and the commits that it merged."""
    first_parent = merge.commit.parsed_commit.detailed_commit.parents[0]
    commits = [merge.commit, *merge.folded_commits]
    indices = {each.id: index for index, each in enumerate(commits)}
    indices[first_parent] = len(commits)
    return tuple(
        [
            tuple(
                [indices.get(parent, -1) for parent in each.parsed_commit.detailed_commit.parents]
            )
            for each in commits
        ]
    )


def lanes_of_shape(shape: BranchShape) -> list[RowLanes]:
    """Give the lanes of the merge, of its merged commits, and of the merge's first parent.

    The main line has lane 0. If edges pass the merge, the other lanes are drawn to the right of
    these edges. No edge of the branch ends in the last row unless the branch was rebased.
    """
    order: Sequence[str] = [str(index) for index in range(len(shape) + 1)]
    parents = {
        str(index): tuple(map(str, parent_indices)) for index, parent_indices in enumerate(shape)
    }
    positions = assign_lanes(order, parents | {order[-1]: ()}, (order[0], order[-1]))
    has_undrawn_parent = [*(-1 in each for each in shape), False]
    return [row_lanes(*each) for each in zip(positions, has_undrawn_parent, strict=True)]
