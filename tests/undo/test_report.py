"""What ``hookkit undo`` says that no command shows easily."""

from __future__ import annotations

import pytest

from hookkit.operation_log.entry import Entry, FileChange, RefChange, StoredEntry, ValueChange
from hookkit.operation_log.stored_entries import UnreadableEntry
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.terminal.output import plain_lines
from hookkit.undo.list_entries import EntryStatus, LogListing
from hookkit.undo.report import list_rows, undone_rows
from hookkit.undo.undo_or_redo import UndoResult

OLD, NEW = "a" * 40, "b" * 40


def report(result: UndoResult) -> list[str]:
    return list(plain_lines(undone_rows(result)))


def test_edits_of_files_that_belong_to_no_commit() -> None:
    result = UndoResult(Entry("worktree", "", ()), (b"a.py", b"b.py"), {})
    assert report(result) == [
        "hookkit took back the uncommitted edits in 2 files",
        "  a.py",
        "  b.py",
        "again  hookkit redo",
    ]


def test_a_list_in_columns() -> None:
    move = RefChange("refs/heads/topic", OLD, NEW)
    edited = Entry("worktree", OLD, (FileChange(b"a.py"),))
    entries = (Entry("tidy", NEW, (), refs=(move,)), edited)
    stored = [StoredEntry(11 - at, "done", 0, each) for at, each in enumerate(entries)]
    known = tuple(EntryStatus(each, "undoable") for each in stored)
    listing = LogListing((*known, UnreadableEntry(9, "is damaged")), ())
    assert list(plain_lines(list_rows(listing, 120)))[1:4] == [
        "  11  tidy      topic aaaaaaa -> bbbbbbb  2 minutes ago",
        "  10  worktree  a.py  2 minutes ago",
        "   9  is damaged",
    ]


def test_of_many_refs_the_others_are_counted_as_refs() -> None:
    moves = tuple(RefChange(f"refs/heads/{number}", OLD, NEW) for number in range(5))
    known = EntryStatus(StoredEntry(1, "done", 0, Entry("sync", NEW, (), refs=moves)), "undoable")
    listed = list(plain_lines(list_rows(LogListing((known,), ()), 60)))
    assert "2 aaaaaaa -> bbbbbbb and 2 more refs" in listed[1]


def test_nothing_left_to_take_back() -> None:
    assert report(UndoResult(Entry("worktree", OLD, ()), (), {})) == [
        "hookkit found nothing left to take back",
        "again  hookkit redo",
    ]


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("fixup", "the fixup! commit"),
        ("commit", "the commit of the correction"),
        ("amend", "the amended commit"),
    ],
)
def test_commits(kind: str, what: str) -> None:
    result = UndoResult(Entry(kind, OLD, (), ValueChange(OLD, NEW)), (b"a.py",), {})
    assert report(result) == [
        f"hookkit took back {what} bbbbbbb: the branch is at aaaaaaa again",
        "  a.py",
        "again  hookkit redo",
    ]


def test_what_stays() -> None:
    left: dict[bytes, tuple[Dropped, ...]] = {b"a.py": (Dropped(2, 4, "you have edited it since"),)}
    assert report(UndoResult(Entry("worktree", "", ()), (b"a.py",), left))[-2:] == [
        "  a.py  dropped lines 2-4: you have edited it since",
        "others  hookkit undo --list",
    ]


TOPIC, MAIN, NONE = "refs/heads/topic", "refs/heads/main", "0" * 40


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        (
            Entry(
                "start",
                NEW,
                (),
                ValueChange(OLD, NEW),
                refs=(RefChange("refs/heads/7-tax", NONE, NEW),),
                branch=ValueChange(MAIN, "refs/heads/7-tax"),
            ),
            ["the start of a branch", "  7-tax is gone again", "  you are on main again"],
        ),
        (
            Entry(
                "start",
                NEW,
                (),
                ValueChange(OLD, NEW),
                refs=(RefChange("refs/heads/7-tax", NONE, NEW),),
                branch=ValueChange("", "refs/heads/7-tax"),
            ),
            ["the start of a branch", "  7-tax is gone again", "  you are on aaaaaaa again"],
        ),
        (
            Entry(
                "sync",
                NEW,
                (),
                ValueChange(OLD, NEW),
                refs=(RefChange(TOPIC, OLD, NEW),),
                branch=ValueChange(TOPIC, TOPIC),
            ),
            ["the sync", "  topic is at aaaaaaa again"],
        ),
    ],
)
def test_branches(record: Entry, rows: list[str]) -> None:
    again = "again  hookkit redo"
    assert report(UndoResult(record, (), {})) == [f"hookkit took back {rows[0]}", *rows[1:], again]
