"""The rows of a picture, each commit in its lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.autosquash import is_fixup
from hookkit.graph.commit_layout import Edge, PlacedCommit, assign_lanes
from hookkit.graph.picture import GraphCommit, Picture


class DrawnRow(NamedTuple):
    """One row: a commit, its place, and the merged commits that are folded into it.

    ``goes_on`` says that it has a parent to which no edge is drawn.
    """

    commit: GraphCommit
    place: PlacedCommit
    folded: tuple[GraphCommit, ...] = ()
    goes_on: bool = False

    @property
    def is_head(self) -> bool:
        """Whether HEAD is at it."""
        return any(ref.kind == "HEAD" for ref in self.commit.refs)

    @property
    def is_fixup(self) -> bool:
        """Whether it is to be squashed into another."""
        return is_fixup(self.commit.texts.message.subject)


def draw_rows(picture: Picture, is_unfolded: bool) -> list[DrawnRow]:
    """Give all rows of a picture, the commits of merged branches too if ``is_unfolded``."""
    rows: list[tuple[GraphCommit, tuple[GraphCommit, ...]]] = []
    for commit, merged in picture.rows:
        rows.append((commit, () if is_unfolded else merged))
        rows += [(each, ()) for each in merged if is_unfolded]
    folded = {commit.id: merged for commit, merged in rows}
    commits = {commit.id: commit for commit, _ in rows}
    main_line = {name for name, each in commits.items() if each.is_main_line}
    parents = {name: each.texts.commit.parents for name, each in commits.items()}
    places = assign_lanes(list(commits), parents, main_line)
    return [DrawnRow(commits[each.id], each, folded[each.id]) for each in places]


class UnfoldedMerge(NamedTuple):
    """What a merge merged, to be shown between it and the next commit of the main line.

    ``opening`` is the place of the merge when that is shown, ``closing`` the row in which the
    branch joins the main line again; no edge ends there unless the branch was rebased.
    """

    opening: PlacedCommit
    rows: tuple[DrawnRow, ...]
    closing: PlacedCommit


def unfold_merge(merge: DrawnRow) -> UnfoldedMerge:
    """Place the folded commits of a merge, to the right of the edges that pass it."""
    commit, merged = merge.commit, {each.id: each for each in merge.folded}
    first, *others = commit.texts.commit.parents
    parents = {name: each.texts.commit.parents for name, each in merged.items()}
    order = [commit.id, *merged, first]
    known = {commit.id: (first, *others), **parents, first: ()}
    places = assign_lanes(order, known, (commit.id, first))
    passing = [edge for edge in (*merge.place.passing, *merge.place.begins) if edge.lane]
    # No edge begins in the lane of one that has just ended.
    shift = max((edge.lane for edge in (*passing, *merge.place.ends)), default=0)
    opening, *rows, closing = (_shifted(each, shift, passing) for each in places)
    main_edges = tuple(edge for edge in merge.place.begins if not edge.lane)
    drawn = (
        DrawnRow(each, place, goes_on=any(parent not in order for parent in parents[each.id]))
        for each, place in zip(merged.values(), rows, strict=True)
    )
    return UnfoldedMerge(opening, tuple(drawn), closing._replace(begins=main_edges))


def _shifted(place: PlacedCommit, shift: int, passing: Sequence[Edge]) -> PlacedCommit:
    """Move all lanes but the main line's to the right, and add the edges that pass there."""

    def moved(edges: Sequence[Edge]) -> tuple[Edge, ...]:
        return tuple(each._replace(lane=each.lane + shift if each.lane else 0) for each in edges)

    return PlacedCommit(
        id=place.id,
        lane=place.lane + shift if place.lane else 0,
        ends=moved(place.ends),
        begins=moved(place.begins),
        passing=(*moved(place.passing), *passing),
    )
