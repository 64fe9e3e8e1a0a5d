"""A correction fitted to versions with other edits."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hookkit.corrections.apply_to_versions import (
    AppliedHunks,
    EditedVersion,
    _join_ranges,
    apply_to_versions,
)
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.pep8.hunks import Hunk, apply_hunks, diff, relocate_hunks
from hookkit.pep8.line_ends import line_end, split_lines, without_line_end
from hookkit.pep8.relocate_correction import relocate_correction
from tests.pep8.random_texts import versions

BASE = b"a=1\nb=2\nc=3\n"
FIXED = b"a = 1\nb = 2\nc = 3\n"
EDITS = "lines that were edited since"


@pytest.mark.parametrize(
    ("version", "result", "dropped"),
    [
        pytest.param(BASE, FIXED, (), id="untouched"),
        pytest.param(FIXED, FIXED, (), id="already fixed"),
        pytest.param(b"x=0\n" + BASE, b"x=0\n" + FIXED, (), id="line added above"),
        pytest.param(BASE + b"x=0\n", FIXED + b"x=0\n", (), id="line added below"),
        pytest.param(b"a=1\nx=0\nc=3\n", b"a=1\nx=0\nc=3\n", ((1, 3, EDITS),), id="in one hunk"),
        pytest.param(
            BASE.replace(b"\n", b"\r\n"), FIXED.replace(b"\n", b"\r\n"), (), id="other line ends"
        ),
        pytest.param(b"a=1\r\nb=2\nc=3\n", b"a = 1\r\nb = 2\nc = 3\n", (), id="mixed line ends"),
        pytest.param(b"a=1\nb=2\nc=3", b"a=1\nb=2\nc=3", ((1, 3, EDITS),), id="no last line end"),
        pytest.param(b"", b"", ((1, 3, EDITS),), id="emptied"),
        pytest.param(
            b"a=1\nb=2\nc=3\ndef f(:\n", b"a = 1\nb = 2\nc = 3\ndef f(:\n", (), id="broken"
        ),
    ],
)
def test_one_version(
    version: bytes, result: bytes, dropped: tuple[tuple[int, int, str], ...]
) -> None:
    found = apply_to_versions(BASE, FIXED, [EditedVersion(version, EDITS)])
    assert found == AppliedHunks((result,), tuple(Dropped(*each) for each in dropped))


def test_a_hunk_that_meets_an_edit_costs_only_itself() -> None:
    base = b"a=1\n\nb = 2\n\nc=3\n"
    fixed = b"a = 1\n\nb = 2\n\nc = 3\n"
    found = apply_to_versions(base, fixed, [EditedVersion(b"a=9\n\nb = 2\n\nc=3\n", EDITS)])
    assert found == AppliedHunks((b"a=9\n\nb = 2\n\nc = 3\n",), (Dropped(1, 1, EDITS),))


def test_two_versions_get_the_same_hunks() -> None:
    base = b"a=1\n\nb = 2\n\nc=3\n"
    fixed = b"a = 1\n\nb = 2\n\nc = 3\n"
    index, worktree = b"a=8\n\nb = 2\n\nc=3\n", b"a=1\n\nb = 9\n\nc=3\n"
    found = apply_to_versions(
        base, fixed, [EditedVersion(index, "staged"), EditedVersion(worktree, "unstaged")]
    )
    assert found == AppliedHunks(
        (b"a=8\n\nb = 2\n\nc = 3\n", b"a=1\n\nb = 9\n\nc = 3\n"), (Dropped(1, 1, "staged"),)
    )


def test_what_would_change_the_program_beside_the_edits_is_dropped() -> None:
    # Without the edit a reindented body; with it, half of a body.
    base = b"if a:\n  b=1\n\n  c = 1\n"
    fixed = b"if a:\n    b = 1\n\n    c = 1\n"
    version = b"if a:\n  b=1\n\n  d = 1\n"
    found = apply_to_versions(base, fixed, [EditedVersion(version, EDITS)])
    reason = "beside the other edits it would change the program"
    assert found == AppliedHunks((version,), (Dropped(2, 2, reason), Dropped(4, 4, EDITS)))


def test_a_correction_that_is_free_to_change_the_program_may_do_so() -> None:
    found = apply_to_versions(
        b"a\n\nx == None\n", b"a\n\nx is None\n", [EditedVersion(b"b\n\nx == None\n", EDITS)]
    )
    assert found == AppliedHunks((b"b\n\nx is None\n",), ())


def test_a_correction_of_what_is_no_program_may_change_one() -> None:
    base, fixed = b"a (\n\nx == None\n", b"a (\n\nx is None\n"
    found = apply_to_versions(base, fixed, [EditedVersion(b"a\n\nx == None\n", EDITS)])
    assert found == AppliedHunks((b"a\n\nx is None\n",), ())


def test_a_line_that_is_no_longer_the_last_keeps_its_end() -> None:
    # As when a correction that gave the file its last line end is taken back.
    found = apply_to_versions(b"a = 1\n", b"a=1", [EditedVersion(b"a = 1\n# mine\n", EDITS)])
    assert found == AppliedHunks((b"a=1\n# mine\n",), ())


def test_a_line_that_a_person_has_put_into_a_string_is_left_alone() -> None:
    base, fixed = b"a = 0\nx=1\nb = 0\n", b"a = 0\nx = 1\nb = 0\n"
    version = b"a = 0\ny = '''\nx=1\n'''\nb = 0\n"
    found = apply_to_versions(base, fixed, [EditedVersion(version, EDITS)])
    reason = "beside the other edits it would change the program"
    assert found == AppliedHunks((version,), (Dropped(2, 2, reason),))


def test_lines_that_follow_each_other_are_told_as_one() -> None:
    dropped = [Dropped(1, 1, "a"), Dropped(2, 4, "a"), Dropped(3, 3, "a"), Dropped(5, 5, "a")]
    assert _join_ranges(dropped) == [Dropped(1, 5, "a")]


def test_lines_with_another_between_them_or_another_reason_are_told_apart() -> None:
    dropped = [Dropped(1, 1, "a"), Dropped(3, 3, "a"), Dropped(4, 4, "b")]
    assert _join_ranges(dropped) == dropped


def test_but_not_break_it() -> None:
    found = apply_to_versions(b"a\n\nx\n", b"a\n\nx =\n", [EditedVersion(b"b\n\nx\n", EDITS)])
    assert found.contents == (b"b\n\nx\n",)


@given(versions(3))
def test_no_line_of_a_person_is_lost(drawn: tuple[list[bytes], ...]) -> None:
    base, fixed, *others = (b"".join(lines) for lines in drawn)
    found = apply_to_versions(base, fixed, [EditedVersion(other, EDITS) for other in others])
    for other, result in zip(others, found.contents, strict=True):
        theirs = [
            line for hunk in diff(split_lines(base), split_lines(other)) for line in hunk.lines
        ]
        there = iter([without_line_end(line) for line in split_lines(result)])
        assert all(without_line_end(line) in there for line in theirs)


@given(versions(3))
def test_each_line_outside_of_the_placed_hunks_keeps_its_bytes(
    drawn: tuple[list[bytes], ...],
) -> None:
    base, plain, *others = drawn
    fixed = apply_hunks(base, diff(base, plain))
    data = [b"".join(lines) for lines in (base, fixed, *others)]
    found = apply_to_versions(data[0], data[1], [EditedVersion(other, EDITS) for other in data[2:]])
    for other, result in zip(others, found.contents, strict=True):
        relocated = relocate_hunks(diff(base, fixed), base, other)
        landed = [each for each in relocated if isinstance(each, Hunk)]
        inside = {number for hunk in landed for number in range(hunk.start, hunk.end)}
        outside = [line for n, line in enumerate(other) if n not in inside and line_end(line)]
        there = iter(split_lines(result))
        assert all(line in there for line in outside)


@given(versions(2))
@example(([b"z"], [b"\n", b"z"], [b"\n", b"\n", b"z"]))
@example(([b"x\n"], [b"y\n"], [b"z\n"]))
def test_what_is_dropped_is_told_once_and_in_order(drawn: tuple[list[bytes], ...]) -> None:
    base, fixed, other = (b"".join(lines) for lines in drawn)
    found = apply_to_versions(base, fixed, [EditedVersion(other, EDITS)])
    spans = [(each.first, each.last) for each in found.dropped]
    hunks = diff(split_lines(base), split_lines(fixed))
    assert spans == sorted(set(spans)) and len(spans) <= len(hunks)
    assert {first for first, _ in spans} <= {hunk.line_range[0] for hunk in hunks}
    if not spans and base != other:
        if None in relocate_hunks(hunks, split_lines(base), split_lines(other)):
            # What the version already has counts as placed, though the hunk does not fit.
            [places] = relocate_correction(base, fixed, [split_lines(other)]).relocated_hunks
            assert None not in places


STATEMENT = st.sampled_from(
    [
        ("a=1\n", "a = 1\n"),
        ("if a:\n  b=1\n", "if a:\n    b = 1\n"),
        ("b=1; c=1\n", "b = 1\nc = 1\n"),
        ("#c\n", "# c\n"),
        ("'''x\n  y'''\n", "'''x\n  y'''\n"),
        ("\n\n\n", "\n\n"),
    ]
)


@given(st.lists(STATEMENT, min_size=1, max_size=6), st.data())
def test_a_version_that_parses_stays_the_same_program(
    statements: list[tuple[str, str]], data: st.DataObject
) -> None:
    base = "".join(before for before, _ in statements).encode()
    fixed = "".join(after for _, after in statements).encode()
    lines = split_lines(base)
    at = data.draw(st.integers(0, len(lines)))
    until = data.draw(st.integers(at, min(at + 2, len(lines))))
    new: list[bytes] = data.draw(
        st.lists(st.sampled_from([b"z = 1\n", b"  z = 1\n", b"\n", b"#z\n"]))
    )
    version = b"".join([*lines[:at], *new, *lines[until:]])
    [result] = apply_to_versions(base, fixed, [EditedVersion(version, EDITS)]).contents
    try:
        tree = ast.parse(version)
    except SyntaxError:
        return
    assert ast.dump(tree) == ast.dump(ast.parse(result))
