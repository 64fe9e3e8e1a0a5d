"""``hookkit ticket``: the commits that lack a ticket get one, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.sync_scenario import Team, begin, break_notes
from tests.history.checks.scenarios import branch, grow, merge, tick
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

FORM = "--format=%an %ae %at %T %s"


@pytest.fixture
def alice(tmp_path: Path) -> Repository:
    """Alice is on a topic of two commits without a ticket; nobody has it."""
    made: Team = begin(tmp_path)
    made.alice.git("fetch", "-q")
    made.alice.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    return made.alice


def bodies(repo: Repository, revisions: str = "origin/main..HEAD") -> list[str]:
    """The messages, the oldest first."""
    found = repo.git("log", "-z", "--reverse", "--format=%B", revisions).split("\0")
    return [each.strip() for each in found if each]


def test_the_commits_without_a_ticket_get_one(alice: Repository) -> None:
    alice.commit("Three for ABC-9", {"c.txt": "c\n"})
    alice.write("a.txt", "edited\n")
    alice.write("staged.txt", "staged\n")
    alice.git("add", "staged.txt")
    before, old, form = (
        repository_content(alice),
        alice.head,
        alice.git("log", FORM, "origin/main.."),
    )
    ended = run_here(alice, "ticket", "ABC-7")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == (
        "hookkit put ABC-7 into 2 commits of 7-topic above origin/main: the files are the same"
    )
    assert f"take back  hookkit undo  = git reset --soft {old[:7]}\n" in ended.out
    assert bodies(alice) == [
        "One\n\nTicket: ABC-7",
        "Two\n\nTicket: ABC-7",
        "Three for ABC-9",
    ]
    assert alice.git("log", FORM, "origin/main..") == form
    after = repository_content(alice)
    assert (after.files, after.index) == (before.files, before.index)
    assert run_here(alice, "ticket", "ABC-7").out == (
        "hookkit found no commit without a ticket: every commit of 7-topic above origin/main has"
        " one\n"
    )
    assert run_here(alice, "undo").status == 0
    assert (alice.head, repository_content(alice).index) == (old, before.index)
    assert alice.git("for-each-ref", "refs/hookkit/backup/") == ""


def test_a_dry_run_changes_nothing(alice: Repository) -> None:
    before = repository_content(alice)
    ended = run_here(alice, "ticket", "ABC-7", "--dry-run")
    assert short_ids(alice, ended.out) == (
        "hookkit would put ABC-7 into 2 commits of 7-topic above origin/main: nothing was"
        ' changed\n  <One>  "One"\n  <Two>  "Two"\ndo it  hookkit ticket ABC-7\n'
    )
    assert repository_content(alice) == before


def test_a_prefix_goes_in_front_of_the_subject(alice: Repository) -> None:
    alice.git("config", "hookkit.ticketPrefix", "{ticket}: ")
    run_here(alice, "ticket", "ABC-7")
    assert bodies(alice) == ["ABC-7: One", "ABC-7: Two"]


def test_merges_and_what_they_merged_are_kept(alice: Repository) -> None:
    branch(alice, "side", "origin/main", "side")
    side = alice.head
    merge(alice, "side", into="7-topic")
    grow(alice, "Last")
    run_here(alice, "ticket", "ABC-7")
    assert alice.git("rev-parse", "HEAD~1^2") == side
    assert bodies(alice, "origin/main..HEAD~1^1") == [
        "One\n\nTicket: ABC-7",
        "Two\n\nTicket: ABC-7",
    ]
    assert alice.git("log", "-1", "--format=%B", "HEAD~1") == "Merge side"
    assert alice.git("log", "-1", "--format=%B") == "Last\n\nTicket: ABC-7"


def test_what_is_pushed_stays(alice: Repository) -> None:
    alice.git("push", "-q", "origin", "7-topic")
    before = repository_content(alice)
    ended = run_here(alice, "ticket", "ABC-7")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(
        "hookkit: the commits that lack a ticket are pushed, and stay as they are\n"
    )
    assert repository_content(alice) == before
    pushed = alice.head
    tick(alice)
    alice.commit("Three", {"c.txt": "c\n"})
    ended = run_here(alice, "ticket", "ABC-7")
    assert "  note 2 pushed commits have none either, and stay\n" in ended.out
    assert alice.git("rev-parse", "HEAD~1") == pushed
    assert alice.git("log", "-1", "--format=%B") == "Three\n\nTicket: ABC-7"


def test_fixups_end_in_another_commit(alice: Repository) -> None:
    alice.commit("fixup! One", {"c.txt": "c\n"})
    run_here(alice, "ticket", "ABC-7")
    assert bodies(alice)[-1] == "fixup! One"
    assert run_here(alice, "tidy").status == 0
    assert bodies(alice) == ["One\n\nTicket: ABC-7", "Two\n\nTicket: ABC-7"]


def test_a_message_keeps_its_encoding_and_its_lines(alice: Repository) -> None:
    alice.git("config", "i18n.commitEncoding", "latin-1")
    message = "Größe\n\n# not a comment\n; nor this\n".encode("latin-1")
    alice.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "-", data=message)
    run_here(alice, "ticket", "ABC-7")
    raw = alice.attempt("cat-file", "commit", "HEAD").stdout
    assert b"encoding latin-1\n" in raw
    assert raw.endswith("Größe\n\n# not a comment\n; nor this\n\nTicket: ABC-7\n".encode("latin-1"))


def test_a_ticket_that_the_encoding_of_a_commit_does_not_have(alice: Repository) -> None:
    alice.git("config", "hookkit.ticketPattern", "Ж-[0-9]+")
    alice.git("config", "i18n.commitEncoding", "latin-1")
    alice.git("commit", "-q", "--allow-empty", "-F", "-", data="Größe\n".encode("latin-1"))
    before = repository_content(alice)
    ended = run_here(alice, "ticket", "Ж-7")
    assert (ended.status, ended.out) == (1, "")
    name = alice.head[:7]
    assert ended.err == (
        f"hookkit: {name} is in latin-1, which cannot write the ticket: nothing was changed\n"
        f"  repair: git show --no-patch {name}\n"
    )
    assert repository_content(alice) == before
    assert run_here(alice, "ticket", "Ж-7", "--dry-run").err == ended.err


def test_the_command_after_a_dry_run_can_be_copied(alice: Repository) -> None:
    alice.git("config", "--unset", "hookkit.ticketPattern")
    ended = run_here(alice, "ticket", "#12", "--dry-run")
    assert ended.out.endswith("do it  hookkit ticket '#12'\n")


@pytest.mark.parametrize("ticket", ["XYZ", "ABC-7 ", "", "ABC-7\nEvil: x", "ABC-7\n"])
def test_what_is_no_ticket(alice: Repository, ticket: str) -> None:
    before = repository_content(alice)
    ended = run_here(alice, "ticket", ticket)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"hookkit: {ticket!r} is not a ticket as agreed: ABC-[0-9]+\n"
        "  repair: hookkit ticket --help\n"
    )
    assert repository_content(alice) == before


@pytest.mark.parametrize("ticket", ["", " ", "two words", "ABC-7\nEvil: x", "A\x1b[31m", "A\u200b"])
def test_what_is_no_ticket_where_none_are_agreed(alice: Repository, ticket: str) -> None:
    alice.git("config", "--unset", "hookkit.ticketPattern")
    before = repository_content(alice)
    ended = run_here(alice, "ticket", ticket)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"hookkit: {ticket!r} is not a ticket such as ABC-12, #12 or one word\n"
        "  repair: hookkit ticket --help\n"
    )
    assert repository_content(alice) == before


def test_a_pattern_that_matches_line_ends_agrees_on_none(alice: Repository) -> None:
    alice.git("config", "hookkit.ticketPattern", "(?s).+")
    before = repository_content(alice)
    assert run_here(alice, "ticket", "ABC-7\nEvil: x").status == 2
    assert repository_content(alice) == before


@pytest.mark.parametrize("ticket", ["ABC-7", "#12", "12", "cleanup"])
@pytest.mark.parametrize("prefix", ["", "{ticket} "])
def test_a_second_run_finds_nothing_to_do(alice: Repository, ticket: str, prefix: str) -> None:
    alice.git("config", "--unset", "hookkit.ticketPattern")
    alice.git("config", "hookkit.ticketPrefix", prefix)
    assert run_here(alice, "ticket", ticket).status == 0
    once = alice.head
    assert "found no commit without a ticket" in run_here(alice, "ticket", ticket).out
    assert alice.head == once


def test_another_ticket_is_neither_replaced_nor_joined(alice: Repository) -> None:
    alice.git("config", "--unset", "hookkit.ticketPattern")
    run_here(alice, "ticket", "ABC-7")
    before = repository_content(alice)
    assert "found no commit without a ticket" in run_here(alice, "ticket", "cleanup").out
    assert repository_content(alice) == before


def test_notes_that_could_not_be_copied_are_told(alice: Repository) -> None:
    alice.git("config", "notes.rewriteRef", "refs/notes/commits")
    break_notes(alice)
    assert (
        "note the notes of the old commits could not be copied\n"
        in run_here(alice, "ticket", "ABC-7").out
    )


def test_on_main_nothing_is_rewritten(alice: Repository) -> None:
    alice.git("switch", "-q", "main")
    assert (
        "main is protected: its commits are not rewritten" in run_here(alice, "ticket", "ABC-7").err
    )
