"""What ``hookkit undo`` says that no command shows easily."""

from __future__ import annotations

import pytest

from hookkit.judgement.record import Record, Swap
from hookkit.judgement.undo import Undone
from hookkit.report.plain import plain_lines
from hookkit.report.undone import undone_rows
from hookkit.values.outcome import Dropped

OLD, NEW = "a" * 40, "b" * 40


def told(undone: Undone) -> list[str]:
    return list(plain_lines(undone_rows(undone)))


def test_edits_of_files_that_belong_to_no_commit() -> None:
    undone = Undone(Record("worktree", "", ()), (b"a.py", b"b.py"), {})
    assert told(undone) == [
        "hookkit took back the uncommitted edits in 2 files",
        "  a.py",
        "  b.py",
    ]


def test_nothing_left_to_take_back() -> None:
    assert told(Undone(Record("worktree", OLD, ()), (), {})) == [
        "hookkit found nothing left to take back",
        "again  hookkit run aaaaaaa",
    ]


@pytest.mark.parametrize(
    ("kind", "what", "again"),
    [
        ("fixup", "the fixup! commit", "hookkit accept aaaaaaa"),
        ("commit", "the commit of the correction", "hookkit accept aaaaaaa --as commit"),
        ("amend", "the amended commit", "hookkit accept aaaaaaa --as amend"),
    ],
)
def test_commits(kind: str, what: str, again: str) -> None:
    undone = Undone(Record(kind, OLD, (), Swap(OLD, NEW)), (b"a.py",), {})
    assert told(undone) == [
        f"hookkit took back {what} bbbbbbb: the branch is at aaaaaaa again",
        "  a.py",
        f"again  {again}",
    ]


def test_what_stays() -> None:
    left: dict[bytes, tuple[Dropped, ...]] = {b"a.py": (Dropped(2, 4, "you have edited it since"),)}
    assert told(Undone(Record("worktree", "", ()), (b"a.py",), left))[-1] == (
        "  a.py  dropped lines 2-4: you have edited it since"
    )
