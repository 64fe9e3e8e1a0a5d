"""What ``hookkit undo`` says that no command shows easily."""

from __future__ import annotations

import pytest

from hookkit.judgement.records.record import Record, RefMove, Swap
from hookkit.judgement.undo.last import Undone
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


TOPIC, MAIN, NONE = "refs/heads/topic", "refs/heads/main", "0" * 40


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        (
            Record(
                "start",
                NEW,
                (),
                Swap(OLD, NEW),
                refs=(RefMove("refs/heads/7-tax", NONE, NEW),),
                branch=Swap(MAIN, "refs/heads/7-tax"),
            ),
            ["the start of a branch", "  7-tax is gone again", "  you are on main again"],
        ),
        (
            Record(
                "start",
                NEW,
                (),
                Swap(OLD, NEW),
                refs=(RefMove("refs/heads/7-tax", NONE, NEW),),
                branch=Swap("", "refs/heads/7-tax"),
            ),
            ["the start of a branch", "  7-tax is gone again", "  you are on aaaaaaa again"],
        ),
        (
            Record(
                "sync",
                NEW,
                (),
                Swap(OLD, NEW),
                refs=(RefMove(TOPIC, OLD, NEW),),
                branch=Swap(TOPIC, TOPIC),
            ),
            ["the sync", "  topic is at aaaaaaa again"],
        ),
        (
            Record("push", NEW, (), refs=(RefMove(TOPIC, OLD, NEW),), remote="origin"),
            ["the push", "  topic on origin is at aaaaaaa again"],
        ),
    ],
)
def test_branches(record: Record, rows: list[str]) -> None:
    assert told(Undone(record, (), {})) == [f"hookkit took back {rows[0]}", *rows[1:]]
