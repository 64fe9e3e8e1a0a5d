"""The ticket that is written into a message."""

from __future__ import annotations

import os

import pytest

from hookkit.git.commit_message import parse_message
from hookkit.history.add_ticket_to_message import may_write_ticket, with_ticket
from tests.repository import Repository

JIRA = "[A-Z]+-[0-9]+"
NUMBER = "[0-9]+"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Keep\n", "Keep\n\nTicket: ABC-1\n"),
        ("Keep\n\n# comment\n", "Keep\n\nTicket: ABC-1\n\n# comment\n"),
        ("Keep (ABC-1)\n", "Keep (ABC-1)\n"),
        ("Keep\n\nCloses: ABC-1\n", "Keep\n\nCloses: ABC-1\n"),
        ("Keep (ABC-2)\n", "Keep (ABC-2)\n"),
        ("fixup! Keep\n", "fixup! Keep\n"),
        ("amend! Keep\n\nKeep\n", "amend! Keep\n\nKeep\n"),
        ("# comment\n", "# comment\n"),
        ("", ""),
    ],
)
def test_a_ticket_is_written_once(repo: Repository, before: str, after: str) -> None:
    assert with_ticket(repo.runner, before, "ABC-1", JIRA) == after
    assert with_ticket(repo.runner, after, "ABC-1", JIRA) == after


def test_a_ticket_is_written_in_front_of_the_subject(repo: Repository) -> None:
    once = with_ticket(repo.runner, "Keep\n# c\n", "ABC-1", JIRA, "{ticket}: ")
    assert once == "ABC-1: Keep\n# c\n"
    assert with_ticket(repo.runner, once, "ABC-1", JIRA, "{ticket}: ") == once
    number = with_ticket(repo.runner, "Keep\n", "27", NUMBER, "[#{ticket}] ")
    assert number == "[#27] Keep\n"
    assert with_ticket(repo.runner, number, "27", NUMBER, "[#{ticket}] ") == number


def test_the_comment_character_of_git_is_respected(repo: Repository) -> None:
    repo.git("config", "core.commentChar", ";")
    assert with_ticket(repo.runner, "Keep\n; c\n", "ABC-1", JIRA) == "Keep\n\nTicket: ABC-1\n; c\n"


@pytest.fixture
def conflict(repo: Repository) -> Repository:
    """Two branches that both change a file; ``topic`` is the current one."""
    repo.commit("begin", {"a": "1\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("mine", {"a": "2\n"})
    repo.git("switch", "-q", "main")
    repo.commit("theirs", {"a": "3\n"})
    repo.git("switch", "-q", "topic")
    return repo


@pytest.mark.parametrize(
    "command",
    [
        "rebase main",
        "rebase --apply main",
        "cherry-pick main",
        "revert HEAD^",
        "merge main",
        "merge --squash main",
    ],
)
def test_nothing_is_written_while_git_takes_messages_from_other_commits(
    conflict: Repository, command: str
) -> None:
    assert may_write_ticket(conflict.runner, parse_message("Keep"))
    assert conflict.attempt(*command.split()).returncode == 1
    # git leaves SQUASH_MSG behind also where the merge has conflicts.
    assert not may_write_ticket(conflict.runner, parse_message("Keep"))
    assert with_ticket(conflict.runner, "Keep\n", "ABC-1", JIRA) == "Keep\n"


def test_git_reads_the_ticket_that_is_written(repo: Repository) -> None:
    text = with_ticket(repo.runner, "Keep\n\nBody\n# c\n", "ABC-1", JIRA)
    file = repo.write("message", text)
    repo.git("commit", "-q", "--allow-empty", "--cleanup=strip", "-F", os.fspath(file))
    assert repo.git("log", "-1", "--format=%(trailers:key=Ticket,valueonly)").strip() == "ABC-1"
    assert repo.git("log", "-1", "--format=%B").strip() == "Keep\n\nBody\n\nTicket: ABC-1"
