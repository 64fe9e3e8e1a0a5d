"""The rows of a picture: each commit in its lane, or a merge that stands for what it brought in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import is_fixup
from hookkit.graph.lanes import Line, Placed, lay_out
from hookkit.graph.picture import Picture, Shown


class Drawn(NamedTuple):
    """One row: a commit, where it stands, and what it stands for if that is folded.

    ``goes_on`` tells that it has a parent to which no line is drawn.
    """

    shown: Shown
    placed: Placed
    folded: tuple[Shown, ...] = ()
    goes_on: bool = False

    @property
    def is_head(self) -> bool:
        """Whether HEAD is at it."""
        return any(ref.kind == "HEAD" for ref in self.shown.refs)

    @property
    def is_fixup(self) -> bool:
        """Whether it is to be squashed into another."""
        return is_fixup(self.shown.told.message.subject)


def drawn_of(picture: Picture, is_unfolded: bool) -> list[Drawn]:
    """Give all rows of a picture, the commits of merged branches too if ``is_unfolded``."""
    rows: list[tuple[Shown, tuple[Shown, ...]]] = []
    for commit, inside in picture.stops:
        rows.append((commit, () if is_unfolded else inside))
        rows += [(each, ()) for each in inside if is_unfolded]
    folded = {commit.id: inside for commit, inside in rows}
    shown = {commit.id: commit for commit, _ in rows}
    return [Drawn(shown[each.id], each, folded[each.id]) for each in placed_of(shown)]


def placed_of(shown: Mapping[str, Shown]) -> Sequence[Placed]:
    """Place commits, the main line in a lane of its own."""
    spine = {name for name, each in shown.items() if each.is_spine}
    parents = {name: each.told.commit.parents for name, each in shown.items()}
    return lay_out(list(shown), parents, spine)


class Inside(NamedTuple):
    """What a merge brought in, to be shown between the merge and the next commit of the main line.

    ``opening`` is where the merge stands when that is shown, ``closing`` where it joins the main
    line again, which has no line at its end unless the branch was rebased.
    """

    opening: Placed
    rows: tuple[Drawn, ...]
    closing: Placed


def inside_of(drawn: Drawn) -> Inside:
    """Place what a merge stands for, to the right of the lines that go by it."""
    merge, inside = drawn.shown, {each.id: each for each in drawn.folded}
    first, *others = merge.told.commit.parents
    parents = {name: each.told.commit.parents for name, each in inside.items()}
    order = [merge.id, *inside, first]
    placed = lay_out(order, {merge.id: (first, *others), **parents, first: ()}, (merge.id, first))
    # The main line has its lane; the lines that go by have theirs between it and what is inside.
    beside = [line for line in (*drawn.placed.passing, *drawn.placed.begins) if line.lane]
    # Nor does a line begin where another has just ended.
    shift = max((line.lane for line in (*beside, *drawn.placed.ends)), default=0)
    opening, *rows, closing = (_beside(each, beside, shift) for each in placed)
    main = tuple(line for line in drawn.placed.begins if not line.lane)
    drawn_rows = (
        Drawn(each, place, goes_on=any(parent not in order for parent in parents[each.id]))
        for each, place in zip(inside.values(), rows, strict=True)
    )
    return Inside(opening, tuple(drawn_rows), closing._replace(begins=main))


def _beside(placed: Placed, beside: Sequence[Line], shift: int) -> Placed:
    def moved(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(each._replace(lane=each.lane + shift if each.lane else 0) for each in lines)

    return Placed(
        id=placed.id,
        lane=placed.lane + shift if placed.lane else 0,
        ends=moved(placed.ends),
        begins=moved(placed.begins),
        passing=(*moved(placed.passing), *beside),
    )
