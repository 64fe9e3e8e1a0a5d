"""Commits with the details that reports show."""

from __future__ import annotations

from hookkit.git.detailed_commits import read_detailed_commits
from tests.repository import Repository


def test_a_message_with_everything_in_it_is_read_whole(repo: Repository) -> None:
    text = "Add tax\n\n# a heading\nfor all: ü\n\nTicket: ABC-1\n"
    repo.write("message", text)
    repo.git(
        *("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "message"),
        GIT_AUTHOR_NAME="Änne",
        GIT_AUTHOR_DATE="2026-03-04T23:00:00-0500",
        GIT_COMMITTER_NAME="Bob",
        GIT_COMMITTER_DATE="2026-03-06T01:00:00+0900",
    )
    head = repo.head
    found = read_detailed_commits(repo.runner, [head])[head]
    assert found == (
        head,
        (),
        "Änne",
        "2026-03-04",
        "Bob",
        "2026-03-06",
        1772683200,
        1772726400,
        text,
    )
