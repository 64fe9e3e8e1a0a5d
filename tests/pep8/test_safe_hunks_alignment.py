"""Two layouts of one program, cut where both may be cut."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.safe_hunks import align_statements


def pieces(before: str, after: str) -> list[tuple[int, int, int, int]]:
    """The pieces of two texts as plain numbers."""
    found = align_statements(
        ast.parse(before), ast.parse(after), before.count("\n"), after.count("\n")
    )
    return [(each.start, each.end, each.new_start, each.new_end) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "", [(0, 0, 0, 0)], id="nothing"),
        pytest.param("# a\n\n", "# a\n", [(0, 2, 0, 1)], id="no statement"),
        pytest.param(
            "a=1\n\nb=2\n",
            "a = 1\nb = 2\n",
            [(0, 1, 0, 1), (1, 3, 1, 2), (3, 3, 2, 2)],
            id="what is between two belongs to the second",
        ),
        pytest.param(
            "a=1; b=2\nc=3\n",
            "a = 1\nb = 2\nc = 3\n",
            [(0, 1, 0, 2), (1, 2, 2, 3), (2, 2, 3, 3)],
            id="no cut within a line",
        ),
        pytest.param(
            "import a, b\nc=3\n",
            "import a\nimport b\nc = 3\n",
            [(0, 1, 0, 2), (1, 2, 2, 3), (2, 2, 3, 3)],
            id="a split import is one piece",
        ),
        pytest.param(
            "a=1\nb=2\nc=3\n",
            "a = 1\nx = 2\nc = 3\n",
            [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3), (3, 3, 3, 3)],
            id="a statement that became another one",
        ),
        pytest.param(
            "a=1\n# end\n", "a = 1\n# end\n", [(0, 1, 0, 1), (1, 2, 1, 2)], id="behind the last"
        ),
    ],
)
def test_pieces(before: str, after: str, expected: list[tuple[int, int, int, int]]) -> None:
    assert pieces(before, after) == expected


STATEMENT = st.sampled_from(
    [
        "a = 1\n",
        "b = 2; c = 3\n",
        "import a, b\n",
        "import a\nimport b\n",
        "# c\n",
        "\n",
        "if a:\n b\n",
    ]
)
PROGRAM = st.lists(STATEMENT, max_size=8).map("".join)


@given(PROGRAM, PROGRAM)
def test_the_pieces_cover_both_texts_without_a_gap(before: str, after: str) -> None:
    old, new = before.count("\n"), after.count("\n")
    found = align_statements(ast.parse(before), ast.parse(after), old, new)
    bounds = [(0, 0), *((each.end, each.new_end) for each in found)]
    assert [(each.start, each.new_start) for each in found] == bounds[:-1]
    assert bounds[-1] == (old, new)
    assert bounds == sorted(bounds) and sorted(b for _, b in bounds) == [b for _, b in bounds]


@given(PROGRAM, PROGRAM)
def test_each_piece_parses_by_itself(before: str, after: str) -> None:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for each in align_statements(ast.parse(before), ast.parse(after), len(old), len(new)):
        ast.parse("".join(old[each.start : each.end]))
        ast.parse("".join(new[each.new_start : each.new_end]))
