"""Commits in the order of a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hookkit.graph.order import Strand, first_parents, strands_of
from tests.graph.dags import histories

History = dict[str, tuple[str, ...]]


def order_of(strands: list[Strand]) -> list[str]:
    """All commits as they come."""
    return [name for each in strands for name in (each.spine, *each.commits) if name]


@given(histories(), st.data())
def test_every_commit_comes_once_and_before_its_parents(
    parents: History, data: st.DataObject
) -> None:
    names = st.sampled_from(list(parents))
    spine = first_parents(parents, data.draw(names))
    order = order_of(strands_of(parents, spine, data.draw(names)))
    assert sorted(order) == sorted(parents)
    for name, above in parents.items():
        assert all(order.index(name) < order.index(each) for each in above)


@given(histories())
def test_the_main_line_keeps_its_order(parents: History) -> None:
    spine = first_parents(parents, next(iter(parents)))
    found = [each.spine for each in strands_of(parents, spine) if each.spine]
    assert found == spine


def strands(order: str, spine: str, focus: str = "", **parents: str) -> str:
    """The strands in a line, those of the main line with a colon; names are single letters."""
    known = {name: tuple(parents.get(name, "")) for name in order}
    found = strands_of(known, list(spine), focus)
    return " ".join(
        (f"{each.spine}:" if each.spine else "") + "".join(each.commits) for each in found
    )


def test_what_a_merge_brought_in_follows_it() -> None:
    parents = {"n": "my", "m": "ax", "y": "m", "x": "a"}
    assert strands("nymxa", "nma", **parents) == "n:y m:x a:"


def test_what_two_merges_have_came_in_with_the_older() -> None:
    parents = {"n": "my", "m": "ax", "y": "x", "x": "a"}
    assert strands("nymxa", "nma", **parents) == "n:y m:x a:"


def test_merges_within_a_branch_belong_to_it() -> None:
    parents = {"m": "ax", "x": "yz", "y": "a", "z": "a"}
    assert strands("mxyza", "ma", **parents) == "m:xyz a:"


def test_a_branch_that_is_not_merged_stands_above_what_it_begins_at() -> None:
    parents = {"c": "b", "b": "a", "x": "a", "y": "x"}
    assert strands("cbyxa", "cba", **parents) == "c: b: yx a:"


def test_the_branch_that_is_asked_for_comes_first() -> None:
    parents = {"c": "b", "b": "a", "x": "a", "y": "x", "z": "b"}
    assert strands("czbyxa", "cba", "x", **parents) == "yx c: z b: a:"


def test_branches_on_one_another_stay_together() -> None:
    parents = {"b": "a", "x": "a", "y": "x", "z": "x"}
    assert strands("byzxa", "ba", **parents) == "b: yzx a:"


def test_what_begins_below_the_picture_or_nowhere_is_last() -> None:
    parents = {"b": "a", "x": "q"}
    assert strands("bxoa", "ba", **parents) == "b: a: x o"
