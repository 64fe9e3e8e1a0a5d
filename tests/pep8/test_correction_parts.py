"""A correction is cut into parts of which each can be taken alone."""

from __future__ import annotations

import random
import sched
import statistics
import sysconfig
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hookkit.pep8 import correction_parts as parts_module
from hookkit.pep8.correction_parts import (
    Part,
    _aligned_line_boundaries,
    split_into_parts,
    take_parts,
)
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.hunks import LineRanges
from hookkit.pep8.logical_lines import LineBoundary, line_boundaries, touched_logical_lines
from hookkit.pep8.program_difference import program_difference
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from tests.random_examples import examples

PLAIN = Pep8Options(ignore=UNCONFIGURED_IGNORE)


def lines(text: str) -> list[bytes]:
    """The lines of a text."""
    return text.encode().splitlines(keepends=True)


def fixed(text: str) -> str:
    """What hookkit makes of a text."""
    return fix_file(FixTask(b"a.py", text.encode(), PLAIN, "strict")).data.decode()


def places(text: str) -> list[tuple[int, int]]:
    """The lines (0-based, end excluded) of each part of what hookkit would correct."""
    return [(part.start, part.end) for part in split_into_parts(text, fixed(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(0, 0)], id="nothing"),
        pytest.param("a\n", [(0, 0), (1, 1)], id="one line"),
        pytest.param("a", [(0, 0), (1, 1)], id="without its end"),
        pytest.param("f(\n  a,\n\n  b)\n", [(0, 0), (4, 3)], id="a bracket"),
        pytest.param("a = '''\n\n'''\n", [(0, 0), (3, 3)], id="a string"),
        pytest.param("a \\\n  .b\n", [(0, 0), (2, 3)], id="a backslash"),
        pytest.param("\n# a\nb\n", [(0, 0), (1, 0), (2, 1), (3, 2)], id="a blank and a comment"),
        pytest.param("f(a)  # (\nb\n", [(0, 0), (1, 3), (2, 4)], id="a bracket in a comment"),
        pytest.param("import a, b; c\n", [(0, 0), (1, 3)], id="what splitting adds is no mark"),
    ],
)
def test_a_text_is_cut_between_its_logical_lines(
    text: str, expected: list[tuple[int, int]]
) -> None:
    assert [tuple(each) for each in line_boundaries(text).boundaries] == expected
    assert all(isinstance(each, LineBoundary) for each in line_boundaries(text).boundaries)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x = 1\n", [], id="nothing to do"),
        pytest.param("x=1\ny=2\n", [(0, 1), (1, 2)], id="lines that touch each other"),
        pytest.param("f(\n    a,\n      b,\n  c)\n", [(0, 4)], id="a bracket is one"),
        pytest.param("import os,sys\nx=1\n", [(0, 1), (1, 2)], id="a line that becomes two"),
        pytest.param("a=1; b=2\nc=3\n", [(0, 1), (1, 2)], id="statements on one line"),
        pytest.param("x = 1\n\n\n\n\ny=2\n", [(3, 5), (5, 6)], id="too many blank lines"),
        pytest.param(
            "x = 1\ndef f():\n    pass\n", [(1, 1)], id="blank lines that are not there yet"
        ),
        pytest.param(
            "if a:\n  b=1\n  if c:\n    d\n  e=2\nf=3\n", [(1, 5), (5, 6)], id="a block as a whole"
        ),
        pytest.param("if a:\n  b\nelse:\n  c\n", [(1, 2), (3, 4)], id="each block for itself"),
        pytest.param(
            "def f():\n    a=1\n    b=1\n", [(1, 2), (2, 3)], id="a block that stays where it is"
        ),
        pytest.param("#a\n#b\nc\n", [(0, 1), (1, 2)], id="comments"),
        pytest.param("x=1", [(0, 1)], id="no end of the last line"),
        pytest.param("x = 1\n\n\n", [(1, 3)], id="blank lines at the end"),
        pytest.param("s = '''a\n  b'''; t=1\n", [(0, 2)], id="a string is not cut"),
    ],
)
def test_the_parts_of_a_correction(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text) == expected


def test_what_is_no_program_is_cut_by_its_hunks() -> None:
    assert split_into_parts("a (\nb\nc\n", "a(\nb\nd\n") == [
        Part(0, 1, 0, 1, ((1, 1),)),
        Part(2, 3, 2, 3, ((3, 3),)),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "if a:\n  # c\n    b\n  # d\n    e\n",
            "if a:\n    # c\n    b\n    # d\n    e\n",
            [(1, 2), (3, 4)],
            id="comments that are indented anew are no block",
        ),
        pytest.param(
            "if a:\n  b\n#c\n  d\ne=1\n",
            "if a:\n    b\n# c\n    d\ne = 1\n",
            [(1, 4), (4, 5)],
            id="a comment within a block belongs to it",
        ),
        pytest.param(
            "if a:\n  b\n#c\nd=1\n",
            "if a:\n    b\n# c\nd = 1\n",
            [(1, 2), (2, 3), (3, 4)],
            id="a comment behind a block does not",
        ),
    ],
)
def test_comments_in_a_block(before: str, after: str, expected: list[tuple[int, int]]) -> None:
    assert [(part.start, part.end) for part in split_into_parts(before, after)] == expected


def test_blank_lines_that_go_are_about_the_lines_around_them() -> None:
    assert split_into_parts("a\nb\nc\n\n\n\n\nd\n", "a\nb\nc\n\n\nd\n") == [
        Part(5, 7, 5, 5, ((4, 8),))
    ]


def test_a_statement_that_is_added_at_the_top_is_about_the_line_below_it() -> None:
    assert split_into_parts("a\nb\n", "x = 1\na\nb\n") == [Part(0, 0, 0, 1, ((1, 1),))]


def test_each_line_of_a_long_text_is_a_part() -> None:
    # More than 200 landmarks, of which each is frequent.
    found = split_into_parts("a == 1\n" + "a=1\n" * 100, "a is 1\n" + "a = 1\n" * 100)
    assert [(part.start, part.end) for part in found] == [(n, n + 1) for n in range(101)]


@pytest.mark.parametrize(
    ("text", "touched", "is_touched_by"),
    [
        pytest.param("x = 1\n\n\n\n\ny = 2\n", 6, True, id="the line below blank lines"),
        pytest.param("x = 1\n\n\n\n\ny = 2\n", 4, True, id="one of the blank lines"),
        pytest.param("x = 1\n\n\n\n\ny = 2\n", 1, False, id="the line above blank lines"),
        pytest.param("f(a,\n b,\n   c)\n", 2, True, id="a line of a bracket"),
        pytest.param("if a:\n  b\n  c\n", 2, False, id="one line of a block"),
    ],
)
def test_what_a_part_is_about(text: str, touched: int, is_touched_by: bool) -> None:
    (part,) = split_into_parts(text, fixed(text))
    assert part.is_touched_by(((touched, touched),)) is is_touched_by


def test_a_block_is_wanted_where_all_of_its_lines_are() -> None:
    (part,) = split_into_parts("if a:\n  b\n\n  c\n", fixed("if a:\n  b\n\n  c\n"))
    assert part.is_touched_by(((2, 2), (4, 4)))


def spoiled(module_text: str) -> str:
    """A real file in which most lines have something to correct."""
    text = module_text.replace(" = ", "=").replace(", ", ",").replace("\n\n", "\n")
    return text.replace("    ", "  ")


SOURCES = [
    pytest.param(Path(sched.__file__).read_text(encoding="utf-8"), id="sched"),
    pytest.param(Path(textwrap.__file__).read_text(encoding="utf-8"), id="textwrap"),
    pytest.param(Path(statistics.__file__).read_text(encoding="utf-8"), id="statistics"),
]


@pytest.mark.parametrize("source", SOURCES)
def test_each_part_of_a_real_correction_keeps_the_program_alone(source: str) -> None:
    text = spoiled(source)
    after = fixed(text)
    before, new = lines(text), lines(after)
    found = split_into_parts(text, after)
    assert len(found) > 8
    assert take_parts(before, new, found).decode() == after
    for part in found[:: max(len(found) // 25, 1)]:
        assert program_difference(text, take_parts(before, new, [part]).decode()) is None


SOURCE = spoiled(Path(sched.__file__).read_text(encoding="utf-8"))
AFTER = fixed(SOURCE)
PARTS = split_into_parts(SOURCE, AFTER)


@settings(max_examples=examples(40))
@given(st.sets(st.sampled_from(range(len(PARTS)))))
def test_any_parts_together_keep_the_program_and_every_byte_beside(chosen: set[int]) -> None:
    some = [PARTS[index] for index in sorted(chosen)]
    result = take_parts(lines(SOURCE), lines(AFTER), some)
    assert program_difference(SOURCE, result.decode()) is None
    at = new_at = 0
    before, after = lines(SOURCE), result.splitlines(keepends=True)
    for part in some:
        size = part.start - at
        assert after[new_at : new_at + size] == before[at : part.start]
        at, new_at = part.end, new_at + size + part.new_end - part.new_start
    assert after[new_at:] == before[at:]


WORDS = st.lists(st.sampled_from(["a=1\n", "a = 1\n", "\n", "# c\n", "if a:\n", "  b\n", "(\n"]))


@example("a=1\na=1\n# c\na=1\na=1\n", "a=1\na=1\n\na=1\na=1\n")
@given(WORDS.map("".join), WORDS.map("".join))
def test_all_parts_together_are_the_whole_correction(before: str, after: str) -> None:
    assert (
        take_parts(lines(before), lines(after), split_into_parts(before, after)).decode() == after
    )


@pytest.mark.parametrize(
    ("text", "touched", "expected"),
    [
        pytest.param("a\nb\nc\n", ((2, 2),), ((2, 2),), id="a line"),
        pytest.param("a\n\n\nb\nc\n", ((4, 4),), ((2, 4),), id="with the blank lines above it"),
        pytest.param("a\n\n\nb\nc\n", ((3, 3),), ((2, 4),), id="a blank line with the line below"),
        pytest.param("f(\na,\nb)\nc\n", ((2, 2),), ((1, 3),), id="a bracket as a whole"),
        pytest.param("a\n\n\n", ((2, 2),), ((2, 4),), id="blank lines at the end"),
        pytest.param("a\nb\nc\n", (), (), id="nothing"),
    ],
)
def test_touched_lines_grow_to_logical_lines(
    text: str, touched: LineRanges, expected: LineRanges
) -> None:
    assert touched_logical_lines(text, touched) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "import os\nx=1\ny = 2\nimport sys\nz=3\n",
            "import os\nimport sys\nx = 1\ny = 2\nz = 3\n",
            [(1, 4), (4, 5)],
            id="a statement that moves takes with it what it passes",
        ),
        pytest.param(
            "a=1\nif b == None:\n    c\nd=1\n",
            "a = 1\nif b is None:\n    c\nd = 1\n",
            [(0, 1), (1, 2), (3, 4)],
            id="another operator stays in its line",
        ),
        pytest.param(
            "a=1\nx = b != None\nc=1\n",
            "a = 1\nx = b is not None\nc = 1\n",
            [(0, 1), (1, 2), (2, 3)],
            id="so does one that becomes two",
        ),
        pytest.param(
            "a\nb\nc\n",
            "a\nc\nb\n",
            [(1, 3)],
            id="statements that change places are one",
        ),
        pytest.param(
            "a\nb\nc=1\nd=1\n",
            "x = y\na\nc = 1\nd = 1\n",
            [(0, 2), (2, 3), (3, 4)],
            id="what stands below is not taken with it",
        ),
        pytest.param(
            "a=1\nf = lambda: 0\nb=1\n",
            "a = 1\n\n\ndef f(): return 0\n\n\nb = 1\n",
            [(0, 1), (1, 1), (1, 2), (2, 2), (2, 3)],
            id="another statement stays in its place",
        ),
    ],
)
def test_a_fix_that_changes_the_program_is_not_torn_apart(
    before: str, after: str, expected: list[tuple[int, int]]
) -> None:
    found = split_into_parts(before, after)
    assert [(part.start, part.end) for part in found] == expected
    assert take_parts(lines(before), lines(after), found).decode() == after


TEXT = """\
import os, sys
x=1

y = [1,2]  # two

def f( a ):

    return a;()
()
"""
FIXED = """\
import os
import sys
x = 1
y = [1, 2]  # two


def f(a):
    return a
    ()


()
"""


def parts_by_tokens(before: str, after: str) -> object:
    """The parts, where all tokens of both texts are compared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts_module, "_aligned_line_boundaries", lambda *_: None)
        return split_into_parts(before, after)


def test_texts_with_the_same_landmarks_are_aligned() -> None:
    assert _aligned_line_boundaries(TEXT, FIXED) is not None
    assert split_into_parts(TEXT, FIXED) == parts_by_tokens(TEXT, FIXED)
    assert split_into_parts(FIXED, TEXT) == parts_by_tokens(FIXED, TEXT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "x = 2\n"),
        ("x = 1\n", "x = 1\ny = 2\n"),
        ("x=1\nx = 1\n", "x = 1\n"),
        ("x = 1\n\n", "x = (\n"),
        ("x = 1\n", "x = 1"),
    ],
)
def test_other_texts_are_not(before: str, after: str) -> None:
    assert _aligned_line_boundaries(before, after) is None
    assert split_into_parts(before, after) == parts_by_tokens(before, after)


CHANGES = [
    (" = ", "="),
    (", ", ","),
    ("# ", "#"),
    ("(", "( "),
    ("    ", "     "),
    ("\n\n\n", "\n"),
    ("\n\n", "\n\n\n\n"),
    ("\n", " \n"),
    ("x", "xx"),
]


@pytest.mark.parametrize("seed", range(4))
def test_real_files_are_cut_as_by_tokens(seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    for path in chance.sample([each for each in files if each.stat().st_size < 20_000], 8):
        text = path.read_text("utf-8", "replace")
        pieces = text.split("\n\n")
        for _ in range(6):
            at, (old, new) = chance.randrange(len(pieces)), chance.choice(CHANGES)
            pieces[at] = pieces[at].replace(old, new, chance.randint(1, 3))
        changed = "\n\n".join(pieces)
        assert split_into_parts(text, changed) == parts_by_tokens(text, changed), path
        assert split_into_parts(changed, text) == parts_by_tokens(changed, text), path
