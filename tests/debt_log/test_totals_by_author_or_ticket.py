"""The authors or the tickets of a commit of the main line."""

from __future__ import annotations

import pytest

from hookkit.debt_log.main_line import MainLineCommit
from hookkit.debt_log.totals_by_author_or_ticket import name_authors, name_tickets
from hookkit.git.log import LogCommit
from hookkit.history.refs.naming_patterns import NamingPatterns
from tests.debt_log.example_logs import commit

RULE = NamingPatterns("", "[A-Z]+-[0-9]+", ())


def written(subject: str, author: str = "Ann", parents: int = 1) -> LogCommit:
    """A commit with a message of one line."""
    ids = ("f" * 40,) * parents
    return commit(0, subject)._replace(author=author, parents=ids, message=subject + "\n")


def step(merge: LogCommit, *merged: LogCommit) -> MainLineCommit:
    """A step of a line; what was merged comes newest first."""
    return MainLineCommit("", merge, merged)


MERGE = written("Merge branch 'feature/SHOP-3'", "Eve", 2)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (step(written("x", "Ann")), "Ann"),
        (step(MERGE, written("x", "Bob"), written("y", "Ann"), written("z", "Bob")), "Ann, Bob"),
        (step(MERGE, written("Merge branch 'main'", "Cy", 2)), "Eve"),
        (step(MERGE, *(written("x", each) for each in "DCBA")), "4 authors"),
    ],
    ids=["direct", "of two", "nothing of its own", "of many"],
)
def test_authors_are_those_of_what_came_in(given: MainLineCommit, expected: str) -> None:
    assert name_authors(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (step(MERGE, written("SHOP-9 other")), "SHOP-3"),
        (step(written("SHOP-4 do")), "SHOP-4"),
        (step(written("Merge it", parents=2), written("B-2 b"), written("A-1 a")), "A-1, B-2"),
        (step(written("Merge it", parents=2), written("fixup! A-1 a")), "no ticket"),
        (step(written("A-1 B-1 C-1 D-1 x")), "4 tickets"),
    ],
    ids=["branch", "message", "merged", "fixup", "many"],
)
def test_tickets_are_those_of_the_branch_or_the_messages(
    given: MainLineCommit, expected: str
) -> None:
    assert name_tickets(given, RULE) == expected
