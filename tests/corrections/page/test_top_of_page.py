"""The top of the page: where the correction is, how much there is, what can be done with it."""

from __future__ import annotations

from typing import Any

import pytest

from hookkit.corrections.page.file_sections import linked_rules
from hookkit.corrections.page.review_page import (
    Folder,
    TreeFile,
    heading_of,
    next_steps_of,
    tree_of,
)
from hookkit.corrections.review.review import Review
from hookkit.pep8.fix_task_and_outcome import Fault
from tests.corrections.page.example_reviews import ranged, reviewed, usual
from tests.corrections.report.example_outcomes import COMMIT, CORRECTION, PLACED, outcome

FILE = {b"a.py": b"x=1\n"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "The correction is in the files, as uncommitted edits."),
        (
            {"actual_mode": "propose"},
            "The correction is kept as the commit 5c4d3e2. Nothing else was touched.",
        ),
        (
            {"actual_mode": "fixup", "branch_commit": PLACED},
            "The correction is on the branch as the fixup! commit 9f8e7d6.",
        ),
        (
            {"actual_mode": "commit", "branch_commit": PLACED},
            "The correction is on the branch as the commit of its own 9f8e7d6.",
        ),
        (
            {"actual_mode": None, "correction": None},
            "Nothing was changed: this is what a correction would do.",
        ),
    ],
)
def test_where_the_correction_is(changes: dict[str, Any], sentence: str) -> None:
    assert heading_of(Review(outcome(**changes), ())).placement == sentence


def test_what_is_counted() -> None:
    assert heading_of(usual()).counts == (
        ("15", "faults"),
        ("7", "hunks"),
        ("3", "files"),
        ("2", "withheld"),
        ("1", "dropped"),
        ("2", "refused"),
        ("1", "left alone"),
    )
    assert heading_of(reviewed(FILE)).counts == (("1", "fault"), ("1", "hunk"), ("1", "file"))


def test_what_a_review_is_called() -> None:
    assert heading_of(reviewed(FILE)).document_title == "Review of 1a2b3c4 Add the parser"
    assert heading_of(ranged()).document_title == "Review of main..topic"
    assert heading_of(Review(outcome(commit=None, subject="the index"), ())).title == "the index"
    assert heading_of(Review(outcome(subject=""), ())).title == "no subject"


def commands(review: Review) -> list[str]:
    """The commands that come next, and those of plain git behind them."""
    return [
        each.command + " = " * bool(each.git_command) + each.git_command
        for each in next_steps_of(review)
    ]


TAKE = [
    "hookkit accept 1a2b3c4",
    "hookkit accept 1a2b3c4 --as amend",
    "hookkit accept 1a2b3c4 --as commit",
]
LOOK, PICK = "hookkit review -i 1a2b3c4 = git show 5c4d3e2", f" = git cherry-pick {CORRECTION[:7]}"
SQUASH = " = git rebase -i --autosquash 1a2b3c4^"
DROP = f"hookkit drop {COMMIT[:7]}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [LOOK, *TAKE, "hookkit undo", DROP]),
        ({"actual_mode": "propose"}, [LOOK, TAKE[0] + PICK, *TAKE[1:], DROP]),
        (
            {"actual_mode": "fixup", "branch_commit": PLACED},
            [LOOK, TAKE[0], TAKE[1] + SQUASH, TAKE[2], "hookkit undo", DROP],
        ),
        ({"is_amendable": False}, [LOOK, TAKE[0], TAKE[2], "hookkit undo", DROP]),
        ({"correction": None}, ["hookkit review -i 1a2b3c4", "hookkit run 1a2b3c4"]),
        (
            {"is_squashable": False},
            [LOOK, "hookkit accept 1a2b3c4 --spread", TAKE[2], "hookkit undo", DROP],
        ),
        ({"commit": None}, []),
    ],
)
def test_what_can_be_done(changes: dict[str, Any], expected: list[str]) -> None:
    assert commands(reviewed(FILE, **changes)) == expected


def test_what_can_be_done_with_a_range() -> None:
    assert commands(ranged()._replace(range_name="main..my topic;rm")) == [
        "hookkit review 'main..my topic;rm'",
        "hookkit run 'main..my topic;rm' --mode fixup",
        "hookkit run 'main..my topic;rm' --mode propose",
    ]


def test_nothing_can_be_done_where_there_is_nothing() -> None:
    assert commands(Review(outcome(), ())) == []


def test_rules_are_grouped_by_code_with_their_links() -> None:
    faults = [Fault("W291", 4, "trailing whitespace"), Fault("E225", 9, "a"), Fault("E225", 2, "b")]
    first, second = linked_rules(faults)
    assert first[:1] + first[2:] == ("E225", "a", 2, "lines 2, 9")
    assert second[:1] + second[2:] == ("W291", "trailing whitespace", 1, "line 4")
    assert first.link == (
        "https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes:~:text=E225"
    )


def test_what_has_no_code_has_no_link() -> None:
    assert [each.link for each in linked_rules([Fault("layout", 4, "layout")])] == [None]


def tree_file(path: str, hunks: int = 1) -> TreeFile:
    """A file of the tree."""
    return TreeFile(path.rpartition("/")[2], path, f"f-{path}", hunks, 0)


def test_files_are_in_their_folders_which_count_their_hunks() -> None:
    a, b = tree_file("z.py", 2), tree_file("shop/b.py", 3)
    c, d = tree_file("shop/a.py"), tree_file("shop/text/x.py", 5)
    text = Folder("text", 5, (), (d,))
    shop = Folder("shop", 9, (text,), (c, b))
    assert tree_of([a, b, c, d]) == Folder("", 11, (shop,), (a,))


def test_folders_that_hold_only_a_folder_are_one() -> None:
    one = tree_file("a/b/c/x.py")
    assert tree_of([one]).folders == (Folder("a/b/c", 1, (), (one,)),)


def test_a_path_that_begins_like_its_folder_is_not_cut() -> None:
    one = tree_file("a/a/a.py")
    assert tree_of([one]).folders == (Folder("a/a", 1, (), (one,)),)
