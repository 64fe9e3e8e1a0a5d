"""The lanes of a graph: their laws, for any history, and how a few histories look."""

from __future__ import annotations

from hypothesis import given

from hookkit.graph.lanes import Edge, PlacedCommit, assign_lanes
from hookkit.graph.order import first_parents
from tests.graph.dags import histories

History = dict[str, tuple[str, ...]]


def live_below(placed: PlacedCommit) -> set[Edge]:
    """The lines that leave a row downwards."""
    return {*placed.passing, *placed.begins}


@given(histories())
def test_each_line_goes_from_its_child_straight_down_to_its_parent(parents: History) -> None:
    above: set[Edge] = set()
    for placed in assign_lanes(list(parents), parents):
        assert {*placed.ends, *placed.passing} == above
        assert {line.parent for line in placed.ends} <= {placed.id}
        assert placed.id not in {line.parent for line in placed.passing}
        assert tuple(line.parent for line in placed.begins) == parents[placed.id]
        assert {line.child for line in placed.begins} <= {placed.id}
        above = live_below(placed)
    assert above == set()


@given(histories())
def test_no_two_lines_share_a_lane_and_none_runs_through_a_commit(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        lanes = [line.lane for line in live_below(placed)]
        assert len(lanes) == len(set(lanes))
        assert placed.lane not in {line.lane for line in placed.passing}


@given(histories())
def test_a_line_never_begins_in_the_lane_of_one_that_ends_there(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        ended = {line.lane for line in placed.ends} - {placed.lane}
        assert ended.isdisjoint(line.lane for line in placed.begins)


@given(histories())
def test_a_first_parent_is_reached_in_the_lane_of_its_child(parents: History) -> None:
    for placed in assign_lanes(list(parents), parents):
        assert [line.lane for line in placed.begins if line.is_first] == [placed.lane][
            : len(placed.begins)
        ]


@given(histories())
def test_there_are_no_more_lanes_than_the_lines_of_a_row_need(parents: History) -> None:
    most = 0
    for placed in assign_lanes(list(parents), parents):
        needed = len(placed.passing) + len(placed.ends) + len(placed.begins) + 1
        most = max(most, needed)
        assert placed.lanes <= most


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
    assert placed == PlacedCommit("b", 0, (), (), ())
    assert placed.lanes == 1


def test_a_parent_that_is_named_twice_has_one_line() -> None:
    first, _ = assign_lanes(["b", "a"], {"b": ("a", "a"), "a": ()})
    assert first.begins == (Edge("b", "a", 0, True),)
