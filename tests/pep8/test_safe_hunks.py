"""take_safe_hunks: a refused hunk costs as few of the others as can be."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.hunks import Hunk, apply_hunks
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.safe_hunks import (
    AlignedStatements,
    SafeHunks,
    WithheldHunk,
    bisect_accepted_indexes,
    take_safe_hunks,
)
from hookkit.pep8.syntax_tree import DoesNotParse

PROGRAM = "it changes the program"
TEXT_OF_A_COMMENT = "it changes the text of a comment"


def lines(text: str) -> list[bytes]:
    """The lines of a text."""
    return text.encode().splitlines(keepends=True)


def result(before: str, taken: SafeHunks) -> str:
    """The text with the hunks that were kept."""
    return b"".join(apply_hunks(lines(before), taken.safe)).decode()


def refused(taken: SafeHunks) -> list[tuple[int, int, str]]:
    """The lines and reasons of the refusals."""
    return [(*each.hunk.line_range, each.reason) for each in taken.withheld]


@pytest.mark.parametrize(
    ("before", "after", "expected", "refusals"),
    [
        pytest.param("a=1\n", "a = 1\n", "a = 1\n", [], id="all may be taken"),
        pytest.param("a=1\n", "a=1\n", "a=1\n", [], id="nothing to take"),
        pytest.param(
            "import a, \\\n    b\nc=1\n",
            "import a\nimport \\\n    b\nc = 1\n",
            "import a, \\\n    b\nc = 1\n",
            [(1, 1, "it would cut an import by a backslash")],
            id="an import behind which a backslash would be left",
        ),
        pytest.param(
            "from a import b, c\n",
            "from a import b, \\\n    c\n",
            "from a import b, c\n",
            [(1, 1, "it would cut an import by a backslash")],
            id="an import that would be cut",
        ),
        pytest.param(
            "import  a,\\\n    b\n",
            "import a, \\\n    b\n",
            "import a, \\\n    b\n",
            [],
            id="an import that is cut already",
        ),
        pytest.param("a=1\n", "a = 2\n", "a=1\n", [(1, 1, PROGRAM)], id="nothing may be taken"),
        pytest.param(
            "a=1\nb=1\nc=1\n",
            "a = 1\nb = 2\nc = 1\n",
            "a = 1\nb=1\nc = 1\n",
            [(2, 2, PROGRAM)],
            id="one statement of three",
        ),
        pytest.param(
            "def f():\n  a=1\n  b=1\n",
            "def f():\n  a = 1\n  b = 2\n",
            "def f():\n  a = 1\n  b=1\n",
            [(3, 3, PROGRAM)],
            id="one line of a statement",
        ),
        pytest.param(
            "x=1\ndef f():\n  a=1\n  c\n\n\n\n  b=1\n",
            "x = 1\ndef f():\n  a = 2\n  c\n\n  b = 1\n",
            "x = 1\ndef f():\n  a=1\n  c\n\n  b = 1\n",
            [(3, 3, PROGRAM)],
            id="one hunk of a statement",
        ),
        pytest.param(
            "def f():\n  a=1\n  b=1\n",
            "def f():\n    a = 1\n    b = 2\n",
            "def f():\n  a=1\n  b=1\n",
            [(2, 2, PROGRAM), (3, 3, PROGRAM)],
            id="an indentation is one thing",
        ),
        pytest.param(
            "a=1\nb=1\n",
            "a = 1\nb = \n",
            "a = 1\nb=1\n",
            [(2, 2, "it breaks the syntax")],
            id="the result does not parse",
        ),
        pytest.param(
            "#%% a\n#b\n",
            "# %% a\n# b\n",
            "#%% a\n# b\n",
            [(1, 1, TEXT_OF_A_COMMENT)],
            id="only comments",
        ),
        pytest.param(
            "def f():\n    #%% a\n    #b\n    c=1\n",
            "def f():\n    # %% a\n    # b\n    c = 1\n",
            "def f():\n    #%% a\n    # b\n    c = 1\n",
            [(2, 2, TEXT_OF_A_COMMENT)],
            id="one line of lines that follow each other",
        ),
        pytest.param(
            "a=1\nb=1; c=1\n",
            "a = 2\nb = 1\nc = 1\n",
            "a=1\nb = 1\nc = 1\n",
            [(1, 1, PROGRAM)],
            id="one statement of a hunk",
        ),
        pytest.param(
            "def f():\n    #%% a\n    b\n    c=1\n",
            "def f():\n    # %% a\n    b\n    c = 2\n",
            "def f():\n    #%% a\n    b\n    c=1\n",
            [(2, 2, TEXT_OF_A_COMMENT), (4, 4, PROGRAM)],
            id="each hunk has a reason of its own",
        ),
        pytest.param(
            "x = (''\n     '')\n",
            "x = (\n     )\n",
            "x = (\n     '')\n",
            [(2, 2, PROGRAM)],
            id="a line that passes alone has the reason of its hunk",
        ),
        pytest.param(
            "if a:\n  if b:\n    # c\n    d\n",
            "if a:\n   if b:\n    # c\n   d\n",
            "if a:\n   if b:\n    # c\n    d\n",
            [(4, 4, "it needs a fix that is withheld")],
            id="of two hunks that pass alone but not together the first is taken",
        ),
    ],
)
def test_which_hunks_are_taken(
    before: str, after: str, expected: str, refusals: list[tuple[int, int, str]]
) -> None:
    taken = take_safe_hunks(lines(before), lines(after))
    assert result(before, taken) == expected
    assert refused(taken) == refusals


def test_of_what_is_no_program_nothing_is_taken() -> None:
    with pytest.raises(DoesNotParse):
        take_safe_hunks(lines("a =\n"), lines("a = 1\n"))


PART = st.sampled_from(
    [
        "a=1\n",
        "a = 1\n",
        "a = 2\n",
        "#c\n",
        "# c\n",
        "#: c\n",
        "\n",
        "import a, b\n",
        "import a\n",
        "import b\n",
        "if a: b\n",
        "if a:\n    b\n",
        "b\n",
        "x=1; y=2  # c\n",
        "x = 1\n",
        "y = 2  # c\n",
    ]
)
TEXT = st.lists(PART, max_size=6).map("".join)


@given(TEXT, TEXT)
def test_what_is_kept_keeps_the_program(before: str, after: str) -> None:
    taken = take_safe_hunks(lines(before), lines(after))
    assert program_difference(before, result(before, taken)) is None
    assert all(each.reason for each in taken.withheld)
    ast.parse(result(before, taken))


@given(TEXT, TEXT)
def test_the_kept_hunks_are_in_order_and_apart(before: str, after: str) -> None:
    taken = take_safe_hunks(lines(before), lines(after))
    ends = [0, *(hunk.end for hunk in taken.safe)]
    assert all(end <= hunk.start for end, hunk in zip(ends, taken.safe, strict=False))


def test_the_file_as_a_whole_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a string had been cut, so that its line passed alone.
    pieces = [
        AlignedStatements(0, 1, 0, 1),
        AlignedStatements(1, 2, 1, 2),
        AlignedStatements(2, 3, 2, 3),
    ]
    monkeypatch.setattr("hookkit.pep8.safe_hunks._aligned_statements", lambda before, after: pieces)
    taken = take_safe_hunks(lines("'''\nb=1\n'''\n"), lines("'''\nb = 1\n'''\n"))
    assert taken == SafeHunks((), (WithheldHunk(Hunk(1, 2, (b"b = 1\n",)), PROGRAM),))


@given(st.integers(0, 40), st.sets(st.integers(0, 39)))
def test_the_search_drops_just_the_members_that_are_bad_alone(count: int, bad: set[int]) -> None:
    expected = [each for each in range(count) if each not in bad]
    assert bisect_accepted_indexes(count, lambda some: not bad & set(some)) == expected


@given(st.integers(0, 12), st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_the_search_gives_only_what_is_accepted(count: int, quarrels: set[tuple[int, int]]) -> None:
    def accepts(some: Sequence[int]) -> bool:
        return not any(a in some and b in some for a, b in quarrels)

    chosen = bisect_accepted_indexes(count, accepts)
    assert accepts(chosen) and chosen == sorted(set(chosen))


def test_the_search_asks_few_questions() -> None:
    asked: list[Sequence[int]] = []

    def accepts(some: Sequence[int]) -> bool:
        asked.append(some)
        return 500 not in some

    assert len(bisect_accepted_indexes(1024, accepts)) == 1023
    assert len(asked) < 40
