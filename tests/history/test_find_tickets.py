"""The tickets in the name of a branch and in a message."""

from __future__ import annotations

import pytest

from hookkit.git.commit_message import parse_message
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.refs.naming_patterns import NamingPatterns

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
