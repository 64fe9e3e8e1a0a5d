"""HK701, HK702: the ticket of a branch in a commit message."""

from __future__ import annotations

import shlex

import pytest

from hookkit.git.commit_message import parse_message
from hookkit.history.checks.ticket import check_ticket
from hookkit.history.finding import Finding, Level
from tests.repository import Repository

JIRA = "[A-Z]+-[0-9]+"


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
