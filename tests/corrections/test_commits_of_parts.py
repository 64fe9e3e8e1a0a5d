"""Which commit a part of a correction belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.corrections.commits_of_parts import (
    assign_parts,
    last_commit_touching,
)
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.stack import read_stack
from hookkit.pep8.fix_task_and_outcome import Fault
from tests.repository import Repository


def given(repo: Repository, fixed: str | bytes, *faults: Fault) -> list[tuple[int, str | None]]:
    """The first line of each part (1-based) and the subject of the commit that it is given to."""
    stack = read_stack(repo.runner, None, [b"a.py"])
    data = fixed.encode() if isinstance(fixed, str) else fixed
    file = FixedFile(b"a.py", "100644", repo.blob("HEAD:a.py"), data)
    return [
        (
            each.part_as_hunk.start + 1,
            (
                None
                if each.commit_index is None
                else stack.commits[each.commit_index].decoded_subject
            ),
        )
        for each in assign_parts(stack, file, faults)
    ]


@pytest.fixture
def pushed_file(repo: Repository) -> Repository:
    """A pushed file."""
    repo.commit("old", {"a.py": "import os\nOLD = 1\n\n\ndef old():\n    return os\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return repo


def test_blank_lines_belong_to_what_stands_below_them(pushed_file: Repository) -> None:
    text = pushed_file.read("a.py").decode()
    pushed_file.commit("new", {"a.py": text + "def new():\n    return 1\n"})
    assert given(pushed_file, text + "\n\ndef new():\n    return 1\n") == [(7, "new")]


def test_too_many_of_them_belong_to_who_left_them(pushed_file: Repository) -> None:
    text = pushed_file.read("a.py").decode()
    pushed_file.commit("one", {"a.py": text + "\n\n\nONE = 1\n"})
    pushed_file.commit(
        "two", {"a.py": text.replace("OLD = 1\n", "OLD = 1\n\n\n\n") + "\n\n\nONE = 1\n"}
    )
    assert given(pushed_file, text + "\n\nONE = 1\n") == [(5, "two"), (12, "one")]


def test_lines_taken_out_leave_their_blanks_to_who_took_them(pushed_file: Repository) -> None:
    text = pushed_file.read("a.py").decode()
    pushed_file.commit("take out", {"a.py": text.replace("OLD = 1\n\n\n", "")})
    assert given(pushed_file, text.replace("OLD = 1\n", "")) == [(2, "take out")]


def test_a_block_belongs_to_the_last_who_changed_a_line_of_it(pushed_file: Repository) -> None:
    first = "class A:\n  def a(self):\n      return 1\n\n  def b(self):\n      return 2\n"
    pushed_file.commit("first", {"a.py": first})
    pushed_file.commit("second", {"a.py": first.replace("return 2", "return 22")})
    fixed = "class A:\n    def a(self):\n        return 1\n\n    def b(self):\n        return 22\n"
    assert given(pushed_file, fixed) == [(2, "second")]


def test_what_nobody_of_the_stack_touched_is_given_to_nobody(pushed_file: Repository) -> None:
    pushed_file.commit("new", {"b.py": "b=1\n"})
    text = pushed_file.read("a.py").decode()
    assert given(pushed_file, text.replace("OLD = 1", "OLD = 2")) == [(2, None)]


def test_a_file_that_cannot_be_taken_apart_is_one_part(pushed_file: Repository) -> None:
    fault = Fault("E225", 1, "x")
    pushed_file.commit("new", {"a.py": b"a\0=1\nb=2\n"})
    assert given(pushed_file, b"a\0 = 1\nb = 2\n", fault) == [(1, "new")]


def test_each_fault_is_at_its_part(pushed_file: Repository) -> None:
    stack = read_stack(pushed_file.runner, None, [b"a.py"])
    base = pushed_file.read("a.py")
    fixed = base.replace(b"OLD = 1", b"OLD = 2").replace(b"return os", b"return OS")
    faults = [Fault("E225", 2, "x"), Fault("W291", 6, "y"), Fault("W291", 6, "z")]
    parts = assign_parts(stack, FixedFile(b"a.py", "100644", base, fixed), faults)
    assert [each.part_as_hunk.faults for each in parts] == [(faults[0],), (faults[1], faults[2])]


def test_who_will_have_touched_a_file_last(repo: Repository) -> None:
    repo.commit("one", {"a.py": "1\n"})
    repo.commit("two", {"b.py": "1\n"})
    repo.commit("fixup! one", {"a.py": "2\n"})
    stack = read_stack(repo.runner, None, [b"a.py", b"b.py", b"c.py"])
    assert [last_commit_touching(stack, name) for name in (b"a.py", b"b.py", b"c.py")] == [
        0,
        1,
        None,
    ]


def test_a_rename_is_a_touch_of_all(pushed_file: Repository, tmp_path: Path) -> None:
    pushed_file.git("mv", "a.py", "moved.py")
    pushed_file.commit("move")
    stack = read_stack(pushed_file.runner, None, [b"moved.py"])
    base = pushed_file.blob("HEAD:moved.py")
    file = FixedFile(b"moved.py", "100644", base, base.replace(b"OLD = 1", b"OLD = 2"))
    assert [each.commit_index for each in assign_parts(stack, file, [])] == [0]
