"""The rows of a picture, each commit in its lane, and the lanes of the commits that merges merged.

Merged commits are drawn between their merge and the row below it. Their lanes depend on nothing but
``ParentIndices``, and those of many merges are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.autosquash import is_fixup
from hookkit.graph.build_picture import GraphCommit, Picture
from hookkit.graph.commit_positions import CommitPosition, assign_lanes


class PositionedRow(NamedTuple):
    """One row: a commit, its position, and the merged commits that are folded into it."""

    commit: GraphCommit
    position: CommitPosition
    folded_commits: tuple[GraphCommit, ...] = ()

    @property
    def is_head(self) -> bool:
        """Whether HEAD is at the commit."""
        return any(ref.kind == "HEAD" for ref in self.commit.refs)

    @property
    def is_fixup(self) -> bool:
        """Whether the commit is a fixup, to be squashed into another one."""
        return is_fixup(self.commit.parsed_commit.message.subject)


def position_rows(picture: Picture, is_unfolded: bool) -> list[PositionedRow]:
    """Give all rows of a picture, the commits of merged branches too if ``is_unfolded``."""
    rows: list[tuple[GraphCommit, tuple[GraphCommit, ...]]] = []
    for commit, merged in picture.rows:
        rows.append((commit, () if is_unfolded else merged))
        rows += [(each, ()) for each in merged if is_unfolded]
    folded = {commit.id: merged for commit, merged in rows}
    commits = {commit.id: commit for commit, _ in rows}
    main_line = {commit_id for commit_id, each in commits.items() if each.is_on_main_line}
    parents = {
        commit_id: each.parsed_commit.detailed_commit.parents for commit_id, each in commits.items()
    }
    positions = assign_lanes(list(commits), parents, main_line)
    return [PositionedRow(commits[each.id], each, folded[each.id]) for each in positions]


ParentIndices = tuple[tuple[int, ...], ...]
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


def parent_indices_of(merge: PositionedRow) -> ParentIndices:
    """Give the parents of a merge and of the commits that it merged as indices."""
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


def lanes_of_merged_commits(parent_indices: ParentIndices) -> list[RowLanes]:
    """Give the lanes of the merge, of its merged commits, and of the merge's first parent.

    The main line has lane 0. If edges pass the merge, the other lanes are drawn to the right of
    these edges. No edge of the branch ends in the last row unless the branch was rebased.
    """
    order: Sequence[str] = [str(index) for index in range(len(parent_indices) + 1)]
    parents = {str(index): tuple(map(str, each)) for index, each in enumerate(parent_indices)}
    positions = assign_lanes(order, parents | {order[-1]: ()}, (order[0], order[-1]))
    has_undrawn_parent = [*(-1 in each for each in parent_indices), False]
    return [row_lanes(*each) for each in zip(positions, has_undrawn_parent, strict=True)]
