"""A commit message: what git keeps of it, and what is written into it."""

from __future__ import annotations

import os

import pytest

from hookkit.git.commit_message import (
    comment_character,
    parse_message,
    split_message,
    with_prefix,
    with_trailer,
)
from tests.repository import Repository

CUT = "------------------------ >8 ------------------------"
TEMPLATE = f"""
# Please enter the commit message for your changes. Lines starting
# with '#' will be ignored, and an empty message aborts the commit.
#
# On branch topic
# Changes to be committed:
#\tnew file:   a.py
#
# {CUT}
# Do not modify or remove the line above.
# Everything below it will be ignored.
diff --git a/a.py b/a.py
+Ticket: ABC-9
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("\n \n# only a comment\n", ()),
        (TEMPLATE, ()),
        ("Subject" + TEMPLATE, ("Subject",)),
        ("Subject\n\nBody  \n\n\n\nEnd\n\n" + TEMPLATE, ("Subject", "", "Body", "", "End")),
        ("Subject\r\n\r\nBody\r\n", ("Subject", "", "Body")),
        ("#12: Subject\n#hash\n# comment\n#\n", ("#12: Subject", "#hash")),
        ("\n\nSub\n# comment\nject\n", ("Sub", "ject")),
    ],
)
def test_a_message_is_what_git_keeps(text: str, lines: tuple[str, ...]) -> None:
    message = parse_message(text)
    assert message.lines == lines
    assert message.is_empty is (not lines)


def test_the_subject_is_the_first_paragraph_in_one_line() -> None:
    assert parse_message("Keep\nline ends\n\nBody\n").subject == "Keep line ends"
    assert parse_message("").subject == ""


@pytest.mark.parametrize(
    ("subject", "bare", "is_fixup"),
    [
        ("fixup! Keep", "Keep", True),
        ("squash! fixup! Keep", "Keep", True),
        ("amend! Keep", "Keep", True),
        ("fixup!Keep", "fixup!Keep", False),
        ("fixup Keep", "fixup Keep", False),
        ('Revert "fixup! Keep"', 'Revert "fixup! Keep"', False),
    ],
)
def test_a_fixup_is_what_git_takes_for_one(subject: str, bare: str, is_fixup: bool) -> None:
    message = parse_message(subject)
    assert (message.bare_subject, message.is_fixup) == (bare, is_fixup)


def test_trailers_are_those_of_the_end_and_lines_that_close_something() -> None:
    text = (
        "fix: 12 things\n\nNote: a word of the body\nCloses #3\n\nTicket: ABC-1\n"
        "Signed-off-by: A <a@x>\nFixes: #4\nno trailer\nBad key: x\nEmpty:\n"
    )
    assert parse_message(text).trailers == (
        ("Closes", "#3"),
        ("Ticket", "ABC-1"),
        ("Signed-off-by", "A <a@x>"),
        ("Fixes", "#4"),
    )
    assert parse_message("Ticket: ABC-1\n").trailers == ()
    assert parse_message("Subject\n\nRefs ABC-2\n").trailers == (("Refs", "ABC-2"),)


@pytest.mark.parametrize(
    "text",
    ["", "Subject", "Subject\n", "Subject" + TEMPLATE, "A\r\n\r\n# c\r\n", "# c\nA\n# d\n\nB\n"],
)
def test_the_two_parts_of_a_file_are_the_file(text: str) -> None:
    assert "".join(split_message(text)) == text


def test_comments_in_the_middle_stay_in_the_message() -> None:
    assert split_message("A\n# c\nB\n\n# d\n") == ("A\n# c\nB\n", "\n# d\n")


@pytest.mark.parametrize(
    ("config", "text", "character"),
    [
        ({}, "Subject\n", "#"),
        ({"core.commentChar": ";"}, "Subject\n", ";"),
        ({"core.commentChar": "auto"}, "#1 Subject\n\n; On branch main\n;\n", ";"),
        ({"core.commentChar": "auto"}, f"#1 Subject\n\n; {CUT}\n+code\n", ";"),
        ({"core.commentChar": "auto"}, "Subject\n", "#"),
        ({"core.commentChar": "auto"}, "!important\n", "#"),
    ],
)
def test_the_comment_character_is_that_of_git(
    repo: Repository, config: dict[str, str], text: str, character: str
) -> None:
    for key, value in config.items():
        repo.git("config", key, value)
    assert comment_character(repo.runner, text) == character


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Subject\n", "ABC-1: Subject\n"),
        ("Subject", "ABC-1: Subject"),
        ("ABC-1: Subject\n", "ABC-1: Subject\n"),
        ("\n# c\n\nSubject\r\n\r\nB\r\n", "\n# c\n\nABC-1: Subject\r\n\r\nB\r\n"),
        ("Subject" + TEMPLATE, "ABC-1: Subject" + TEMPLATE),
        (TEMPLATE, TEMPLATE),
        ("", ""),
    ],
)
def test_a_prefix_is_put_in_front_of_the_subject_once(before: str, after: str) -> None:
    assert with_prefix(before, "ABC-1: ") == after
    assert with_prefix(after, "ABC-1: ") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Subject\n", "Subject\n\nTicket: ABC-1\n"),
        ("Subject", "Subject\n\nTicket: ABC-1\n"),
        ("Subject" + TEMPLATE, "Subject\n\nTicket: ABC-1\n" + TEMPLATE[1:]),
        ("Subject\n" + TEMPLATE, "Subject\n\nTicket: ABC-1\n" + TEMPLATE),
        ("S\n\nBody\n---\nrest\n", "S\n\nBody\n---\nrest\n\nTicket: ABC-1\n"),
        ("S\n\nB\n\nReviewed-by: A\n# c\n", "S\n\nB\n\nReviewed-by: A\nTicket: ABC-1\n# c\n"),
        ("S\n\nTicket: ABC-2\n", "S\n\nTicket: ABC-2\nTicket: ABC-1\n"),
        ("S\n\nTicket: ABC-1\nA: b\n", "S\n\nTicket: ABC-1\nA: b\n"),
        ("S\n\nTicket: ABC-1", "S\n\nTicket: ABC-1\n"),
        ("S\r\n\r\nB\r\n", "S\r\n\r\nB\r\n\r\nTicket: ABC-1\r\n"),
        ("S\r\n\r\nA: b\r\n\r\n# c\r\n", "S\r\n\r\nA: b\r\nTicket: ABC-1\r\n\r\n# c\r\n"),
        ("Gr\udcf6\udcdfe\n", "Gr\udcf6\udcdfe\n\nTicket: ABC-1\n"),
        (TEMPLATE, TEMPLATE),
        ("", ""),
    ],
)
def test_a_trailer_is_added_once_above_comments_and_scissors(
    repo: Repository, before: str, after: str
) -> None:
    assert with_trailer(repo.runner, before, "Ticket", "ABC-1") == after
    assert with_trailer(repo.runner, after, "Ticket", "ABC-1") == after


def test_settings_of_git_do_not_change_how_a_trailer_is_added(repo: Repository) -> None:
    repo.git("config", "trailer.separators", "#")
    repo.git("config", "trailer.ifexists", "replace")
    repo.git("config", "trailer.where", "start")
    repo.git("config", "core.commentChar", ";")
    text = "S\n\n# 1 line\n\nTicket: ABC-2\n; comment\n"
    written = with_trailer(repo.runner, text, "Ticket", "ABC-1", ";")
    assert written == "S\n\n# 1 line\n\nTicket: ABC-2\nTicket: ABC-1\n; comment\n"


@pytest.mark.parametrize("cleanup", ["strip", "scissors", "whitespace"])
def test_git_keeps_what_is_read(repo: Repository, cleanup: str) -> None:
    text = "Sub\nject  \n\n\nBody\n\nTicket: ABC-1\n"
    file = repo.write("message", text + (TEMPLATE if cleanup == "scissors" else ""))
    repo.git("commit", "-q", "--allow-empty", f"--cleanup={cleanup}", "-F", os.fspath(file))
    kept = repo.git("log", "-1", "--format=%B").rstrip("\n")
    # For --cleanup=scissors only what is below the line is no message.
    expected = parse_message(text).lines
    assert tuple(kept.split("\n"))[: len(expected)] == expected
    assert parse_message(kept).subject == repo.git("log", "-1", "--format=%s")
