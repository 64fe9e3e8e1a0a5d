"""The order and the lanes of a graph: properties for any history, and examples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hookkit.graph.commit_positions import (
    CommitGroup,
    CommitPosition,
    Edge,
    assign_lanes,
    commit_groups,
    first_parents,
)
from tests.graph.dags import histories

History = dict[str, tuple[str, ...]]


def order_of(chains: list[CommitGroup]) -> list[str]:
    """All commits as they come."""
    return [name for each in chains for name in (each.main_line_commit, *each.commits) if name]


@given(histories(), st.data())
def test_every_commit_comes_once_and_before_its_parents(
    parents: History, data: st.DataObject
) -> None:
    names = st.sampled_from(list(parents))
    main_line = first_parents(parents, data.draw(names))
    order = order_of(commit_groups(parents, main_line, data.draw(names)))
    assert sorted(order) == sorted(parents)
    for name, above in parents.items():
        assert all(order.index(name) < order.index(each) for each in above)


@given(histories())
def test_the_main_line_keeps_its_order(parents: History) -> None:
    main_line = first_parents(parents, next(iter(parents)))
    found = [
        each.main_line_commit for each in commit_groups(parents, main_line) if each.main_line_commit
    ]
    assert found == main_line


def chains(order: str, main_line: str, focus: str = "", **parents: str) -> str:
    """The chains in a line, those of the main line with a colon; names are single letters."""
    known = {name: tuple(parents.get(name, "")) for name in order}
    found = commit_groups(known, list(main_line), focus)
    return " ".join(
        (f"{each.main_line_commit}:" if each.main_line_commit else "") + "".join(each.commits)
        for each in found
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


def live_below(placed: CommitPosition) -> set[Edge]:
    """The lines that leave a row downwards."""
    return {*placed.passing_edges, *placed.outgoing_edges}


@given(histories())
def test_each_line_goes_from_its_child_straight_down_to_its_parent(parents: History) -> None:
    above: set[Edge] = set()
    for placed in assign_lanes(list(parents), parents):
        assert {*placed.incoming_edges, *placed.passing_edges} == above
        assert {line.parent for line in placed.incoming_edges} <= {placed.id}
        assert placed.id not in {line.parent for line in placed.passing_edges}
        assert tuple(line.parent for line in placed.outgoing_edges) == parents[placed.id]
        assert {line.child for line in placed.outgoing_edges} <= {placed.id}
        above = live_below(placed)
    assert above == set()


@given(histories())
def test_no_two_lines_share_a_lane_and_none_runs_through_a_commit(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        lanes = [line.lane for line in live_below(placed)]
        assert len(lanes) == len(set(lanes))
        assert placed.lane not in {line.lane for line in placed.passing_edges}


@given(histories())
def test_a_line_never_begins_in_the_lane_of_one_that_ends_there(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        ended = {line.lane for line in placed.incoming_edges} - {placed.lane}
        assert ended.isdisjoint(line.lane for line in placed.outgoing_edges)


@given(histories())
def test_a_first_parent_is_reached_in_the_lane_of_its_child(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        assert [line.lane for line in placed.outgoing_edges if line.is_first_parent] == [
            placed.lane
        ][: len(placed.outgoing_edges)]


@given(histories())
def test_there_are_no_more_lanes_than_the_lines_of_a_row_need(parents: History) -> None:
    most = 0
    for placed in assign_lanes(list(parents), parents):
        needed = (
            len(placed.passing_edges) + len(placed.incoming_edges) + len(placed.outgoing_edges) + 1
        )
        most = max(most, needed)
        assert placed.lane_count <= most


@given(histories())
def test_the_main_line_has_the_first_lane_for_itself(parents: History) -> None:
    main_line = first_parents(parents, next(iter(parents)))
    for placed in assign_lanes(list(parents), parents, main_line):
        assert (placed.lane == 0) == (placed.id in main_line)
        for line in live_below(placed):
            assert line.lane > 0 or {line.child, line.parent} <= {*main_line}


def lanes(order: str, main_line: str = "", **parents: str) -> list[int]:
    """The lane of each commit; commits and parents are single letters."""
    known = {name: tuple(parents.get(name, "")) for name in order}
    return [placed.lane for placed in assign_lanes(list(order), known, main_line)]


def test_a_plain_line_has_one_lane() -> None:
    assert lanes("cba", c="b", b="a") == [0, 0, 0]


def test_a_merged_branch_stands_beside_the_main_line() -> None:
    assert lanes("mxya", "ma", m="ax", x="y", y="a") == [0, 1, 1, 0]


def test_branches_that_meet_take_turns_with_two_lanes() -> None:
    parents = {"n": "my", "y": "m", "m": "ax", "x": "a", "b": "", "a": ""}
    assert lanes("nymxa", "nma", **parents) == [0, 1, 0, 2, 0]


def test_an_octopus_has_a_lane_for_each_branch() -> None:
    assert lanes("mxyza", "ma", m="axyz", x="a", y="a", z="a") == [0, 1, 2, 3, 0]


def test_two_histories_do_not_touch() -> None:
    placed = assign_lanes(["b", "a", "y", "x"], {"b": ("a",), "a": (), "y": ("x",), "x": ()}, "ba")
    assert [each.lane for each in placed] == [0, 0, 1, 1]


def test_a_parent_that_is_not_drawn_has_no_line() -> None:
    (placed,) = assign_lanes(["b"], {"b": ("a",)})
    assert placed == CommitPosition("b", 0, (), (), ())
    assert placed.lane_count == 1


def test_a_parent_that_is_named_twice_has_one_line() -> None:
    first, _ = assign_lanes(["b", "a"], {"b": ("a", "a"), "a": ()})
    assert first.outgoing_edges == (Edge("b", "a", 0, True),)
