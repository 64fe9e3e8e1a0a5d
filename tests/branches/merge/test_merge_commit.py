"""The message of a merge."""

from __future__ import annotations

import pytest

from hookkit.branches.merge.merge_commit import MAX_LISTED_SUBJECTS, merge_message
from hookkit.history.parse_merge_message import MergeMessage, parse_merge_message

TITLE = "Merge branch 'ABC-1-x' into next"


@pytest.mark.parametrize(
    ("subjects", "words", "message"),
    [
        ([], "", f"{TITLE}\n"),
        (["One", "Two"], "", f"{TITLE}\n\n* One\n* Two\n"),
        (["One"], "It was time.\n\nAnd how.\n", f"{TITLE}\n\nIt was time.\n\nAnd how.\n\n* One\n"),
    ],
)
def test_title_words_and_commits_are_paragraphs(
    subjects: list[str], words: str, message: str
) -> None:
    assert merge_message(TITLE, subjects, words) == message


def test_of_many_commits_the_first_are_listed() -> None:
    subjects = [f"Commit {number}" for number in range(MAX_LISTED_SUBJECTS + 1200)]
    lines = merge_message(TITLE, subjects).splitlines()
    assert lines[2:] == [
        *(f"* {each}" for each in subjects[:MAX_LISTED_SUBJECTS]),
        "* and 1,200 more",
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "See merge request shop/till!12",
        "Merge in A/b from c to d",
        "Related work items: #1",
        "Merge branch 'other' into elsewhere",
    ],
)
def test_what_a_commit_says_is_not_taken_for_what_the_merge_says(subject: str) -> None:
    title, _, body = merge_message(TITLE, [subject]).partition("\n\n")
    assert parse_merge_message(title, body) == MergeMessage("git", ("ABC-1-x",), "next")
