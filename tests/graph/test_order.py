"""Commits in the order of a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hookkit.graph.order import Chain, chains_of, first_parents
from tests.graph.dags import histories

History = dict[str, tuple[str, ...]]


def order_of(chains: list[Chain]) -> list[str]:
    """All commits as they come."""
    return [name for each in chains for name in (each.merge, *each.commits) if name]


@given(histories(), st.data())
def test_every_commit_comes_once_and_before_its_parents(
    parents: History, data: st.DataObject
) -> None:
    names = st.sampled_from(list(parents))
    main_line = first_parents(parents, data.draw(names))
    order = order_of(chains_of(parents, main_line, data.draw(names)))
    assert sorted(order) == sorted(parents)
    for name, above in parents.items():
        assert all(order.index(name) < order.index(each) for each in above)


@given(histories())
def test_the_main_line_keeps_its_order(parents: History) -> None:
    main_line = first_parents(parents, next(iter(parents)))
    found = [each.merge for each in chains_of(parents, main_line) if each.merge]
    assert found == main_line


def chains(order: str, main_line: str, focus: str = "", **parents: str) -> str:
    """The chains in a line, those of the main line with a colon; names are single letters."""
    known = {name: tuple(parents.get(name, "")) for name in order}
    found = chains_of(known, list(main_line), focus)
    return " ".join(
        (f"{each.merge}:" if each.merge else "") + "".join(each.commits) for each in found
    )


def test_what_a_merge_merged_follows_it() -> None:
    parents = {"n": "my", "m": "ax", "y": "m", "x": "a"}
    assert chains("nymxa", "nma", **parents) == "n:y m:x a:"


def test_what_two_merges_have_came_in_with_the_older() -> None:
    parents = {"n": "my", "m": "ax", "y": "x", "x": "a"}
    assert chains("nymxa", "nma", **parents) == "n:y m:x a:"


def test_merges_within_a_branch_belong_to_it() -> None:
    parents = {"m": "ax", "x": "yz", "y": "a", "z": "a"}
    assert chains("mxyza", "ma", **parents) == "m:xyz a:"


def test_a_branch_that_is_not_merged_stands_above_what_it_begins_at() -> None:
    parents = {"c": "b", "b": "a", "x": "a", "y": "x"}
    assert chains("cbyxa", "cba", **parents) == "c: b: yx a:"


def test_the_branch_that_is_asked_for_comes_first() -> None:
    parents = {"c": "b", "b": "a", "x": "a", "y": "x", "z": "b"}
    assert chains("czbyxa", "cba", "x", **parents) == "yx c: z b: a:"


def test_branches_on_one_another_stay_together() -> None:
    parents = {"b": "a", "x": "a", "y": "x", "z": "x"}
    assert chains("byzxa", "ba", **parents) == "b: yzx a:"


def test_what_begins_below_the_picture_or_nowhere_is_last() -> None:
    parents = {"b": "a", "x": "q"}
    assert chains("bxoa", "ba", **parents) == "b: a: x o"
