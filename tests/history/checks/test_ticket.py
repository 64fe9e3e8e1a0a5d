"""HK701, HK702: the ticket in a branch's name and in a commit message, and its writing there."""

from __future__ import annotations

import os
import shlex

import pytest

from hookkit.git.commit_message import parse_message
from hookkit.history.checks.branch_name import NamingPatterns
from hookkit.history.checks.ticket import (
    check_ticket,
    may_write_ticket,
    ticket_of,
    tickets_in,
    with_ticket,
)
from hookkit.history.finding import Finding, Level
from tests.repository import Repository

JIRA = "[A-Z]+-[0-9]+"
NUMBER = "[0-9]+"
PROTECTED = ("main", "release/*")


@pytest.mark.parametrize(
    ("name", "pattern", "template", "ticket"),
    [
        ("feature/ABC-12-words", JIRA, "", "ABC-12"),
        ("ABC-12", JIRA, "", "ABC-12"),
        ("ABC-12-and-ABC-13", JIRA, "", "ABC-12"),
        ("feature/abc-12-words", JIRA, "", None),
        ("feature/abc-12-words", "(?i)abc-[0-9]+", "", "abc-12"),
        ("fix/utf-8-bom", JIRA, "", None),
        ("fix/XABC-12x", JIRA, "", None),
        ("27-keep-line-ends", NUMBER, "", "27"),
        ("python3-support", NUMBER, "", None),
        ("python3-27-support", NUMBER, "", "27"),
        ("27-keep-3-line-ends", NUMBER, "{ticket}-{slug}", "27"),
        ("keep-3-line-ends", NUMBER, "{ticket}-{slug}", None),
        ("fix/27", NUMBER, "(?P<kind>fix|feature)/{ticket}", "27"),
        ("feature/ABC-12-words", JIRA, "feature/.+", "ABC-12"),
        ("feature/ABC-12-words", "", "", None),
        ("release/12", NUMBER, "", None),
        ("dependabot/pip/x-12", NUMBER, "", None),
        ("revert-12-foo", NUMBER, "", None),
        ("words", JIRA, "", None),
    ],
)
def test_the_ticket_of_a_branch(name: str, pattern: str, template: str, ticket: str | None) -> None:
    assert ticket_of(name, NamingPatterns(template, pattern, PROTECTED)) == ticket


@pytest.mark.parametrize(
    ("text", "pattern", "tickets"),
    [
        ("ABC-1: Keep", JIRA, ["ABC-1"]),
        ("Keep (ABC-1, ABC-2, ABC-1)", JIRA, ["ABC-1", "ABC-2"]),
        ("fixup! ABC-1: Keep", JIRA, ["ABC-1"]),
        ("Keep\n\nABC-1 is a word of the body\n\nEnd", JIRA, []),
        ("Keep\n\nRelates-to: ABC-1", JIRA, ["ABC-1"]),
        ("Keep\n\nCloses ABC-1\n\nmore", JIRA, ["ABC-1"]),
        ("Keep\n\nSigned-off-by: A <ABC-1@x>\nChange-Id: ABC-2\nCc: ABC-3", JIRA, []),
        ("Keep UTF8-1x", JIRA, []),
        ("Support Python 3 and 4", NUMBER, []),
        ("Keep #27, GH-28, !29, (30) and [31]", NUMBER, ["27", "28", "29", "30", "31"]),
        ("27: Keep", NUMBER, ["27"]),
        ("27 times", NUMBER, []),
        ("Keep\n\nTicket: 27\nVersion: 3\nfixes: 4, 5\n", NUMBER, ["27", "4", "5"]),
        ("Keep\n\nCloses #27", NUMBER, ["27"]),
        ("Keep #27", "#[0-9]+", ["#27"]),
        ("", JIRA, []),
        ("# ABC-1 in a comment", JIRA, []),
    ],
)
def test_the_tickets_of_a_message(text: str, pattern: str, tickets: list[str]) -> None:
    assert tickets_in(parse_message(text), pattern) == tickets


def judged(text: str, level: Level = "warn", ticket: str | None = "ABC-1") -> list[Finding]:
    """The findings for a message that is being written."""
    return check_ticket(parse_message(text), ticket, JIRA, level)


@pytest.mark.parametrize(
    "text",
    [
        "ABC-1: Keep",
        "Keep\n\nTicket: abc-1".replace("abc", "ABC"),
        "Keep, for ABC-1 and ABC-2",
        "fixup! Keep",
        "squash! ABC-2",
        "",
        "# ABC-2",
    ],
)
def test_a_message_with_the_ticket_or_none_of_its_own_is_no_finding(text: str) -> None:
    assert judged(text) == []


def test_the_check_sleeps_without_a_ticket_and_when_it_is_off() -> None:
    assert judged("Keep", ticket=None) == []
    assert judged("Keep", "off") == []


def test_a_message_without_the_ticket() -> None:
    sentence = "the message does not name ABC-1, which the branch is for"
    amend = "git commit --amend --no-edit --trailer 'Ticket: ABC-1'"
    again = "git commit --trailer 'Ticket: ABC-1'"
    place = 'message "Keep"'
    assert judged("Keep") == [Finding("HK701", "no", "warn", place, sentence, amend)]
    assert judged("Keep", "refuse") == [Finding("HK701", "no", "refuse", place, sentence, again)]


def test_a_message_with_other_tickets() -> None:
    sentence = "the message names ABC-2, ABC-3, and the branch is for ABC-1"
    place = 'message "Keep (ABC-2, ABC-3)"'
    assert judged("Keep (ABC-2, ABC-3)") == [
        Finding("HK702", "no", "warn", place, sentence, "git commit --amend")
    ]


def test_a_refused_message_with_other_tickets_is_edited_as_git_has_kept_it() -> None:
    (finding,) = judged("Keep (ABC-2)", "refuse")
    kept = 'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"'
    assert (finding.level, finding.repair, finding.repair_method) == ("refuse", kept, "")


@pytest.mark.parametrize(
    ("text", "rule", "sentence"),
    [
        ("Keep", "HK701", "the message does not name ABC-1, which the branch is for"),
        ("Keep (ABC-2)", "HK702", "the message names ABC-2, and the branch is for ABC-1"),
    ],
)
@pytest.mark.parametrize("level", ["warn", "refuse"])
def test_a_commit_that_is_there_is_named_and_edited(
    text: str, rule: str, sentence: str, level: Level
) -> None:
    commit = "0123456789" * 4
    found = check_ticket(parse_message(text), "ABC-1", JIRA, level, commit)
    repair = "git rebase -i 0123456^"
    assert found == [Finding(rule, "no", level, "0123456", sentence, repair, repair_method="edit")]


def test_spellings_of_a_ticket_are_the_same() -> None:
    assert check_ticket(parse_message("Keep #27"), "27", "#?[0-9]+", "warn") == []
    assert check_ticket(parse_message("Keep #27"), "#27", "[0-9]+", "warn") == []
    message = parse_message("ABC-1: Keep")
    assert check_ticket(message, "abc-1", "(?i)abc-[0-9]+", "warn") == []


def test_the_repair_adds_the_ticket(repo: Repository) -> None:
    repo.commit("Keep")
    (finding,) = judged("Keep")
    assert finding.repair is not None
    repo.git(*shlex.split(finding.repair)[1:], "--allow-empty")
    assert judged(repo.git("log", "-1", "--format=%B")) == []


# Writing it


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
