"""HK801: commits of a branch that are for another ticket."""

from __future__ import annotations

import pytest

from hookkit.history.checks.topic_tickets import (
    CommitMessage,
    check_tickets,
    check_tickets_of_other_branches,
    read_messages,
)
from hookkit.history.finding import Finding
from tests.repository import Repository

JIRA = "[A-Z]+-[0-9]+"


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A branch for ABC-1, with commits of every kind."""
    repo.commit("ABC-9: begin")
    repo.git("switch", "-q", "-c", "ABC-1-words")
    repo.commit("ABC-1: Keep")
    repo.commit("Mend")
    repo.commit("Mend it\n\nTicket: ABC-2")
    repo.commit("Mend both, ABC-1 and ABC-2")
    repo.commit("fixup! ABC-3: Other")
    repo.commit('Revert "ABC-9: begin"')
    repo.commit("# no comment\n\nTicket: ABC-4", None, "--cleanup=verbatim")
    repo.git("switch", "-q", "-c", "side", "main")
    repo.commit("ABC-1: Side")
    repo.git("switch", "-q", "ABC-1-words")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge ABC-5", "side")
    return repo


def subjects(commits: list[CommitMessage]) -> list[str]:
    """The subjects of commits."""
    return [each.message.subject for each in commits]


def test_the_messages_are_those_of_the_branch_without_merges(topic: Repository) -> None:
    commits = read_messages(topic.runner, "ABC-1-words", ["main"])
    assert sorted(subjects(commits)) == [
        "# no comment",
        "ABC-1: Keep",
        "ABC-1: Side",
        "Mend",
        "Mend both, ABC-1 and ABC-2",
        "Mend it",
        'Revert "ABC-9: begin"',
        "fixup! ABC-3: Other",
    ]
    assert read_messages(topic.runner, "main", ["main"]) == []


def test_settings_of_git_do_not_change_what_is_read(topic: Repository) -> None:
    before = read_messages(topic.runner, "ABC-1-words", ["main"])
    topic.git("config", "log.showSignature", "true")
    topic.git("config", "log.decorate", "full")
    topic.git("config", "format.pretty", "oneline")
    assert read_messages(topic.runner, "ABC-1-words", ["main"]) == before


def test_commits_that_name_only_other_tickets_are_found(topic: Repository) -> None:
    commits = read_messages(topic.runner, "ABC-1-words", ["main"])
    ids = {each.message.subject: each.id[:7] for each in commits}
    found = check_tickets_of_other_branches(commits, "ABC-1", JIRA, "warn", "origin/main")
    expected = {
        "Mend it": '"Mend it" is for ABC-2, and the branch for ABC-1',
        "fixup! ABC-3: Other": '"fixup! ABC-3: Other" is for ABC-3, and the branch for ABC-1',
        "# no comment": '"# no comment" is for ABC-4, and the branch for ABC-1',
    }
    repair = "git rebase -i --keep-base origin/main"
    assert found == [
        Finding("HK801", "no", "warn", ids[subject], sentence, repair, repair_method="edit")
        for subject, sentence in expected.items()
    ]


def test_without_a_ticket_or_switched_off_nothing_is_found(topic: Repository) -> None:
    commits = read_messages(topic.runner, "ABC-1-words", ["main"])
    assert check_tickets_of_other_branches(commits, None, JIRA, "warn", "main") == []
    assert check_tickets_of_other_branches(commits, "ABC-1", JIRA, "off", "main") == []
    assert check_tickets(commits, None, JIRA, "warn") == []


def test_of_many_messages_those_without_any_ticket_are_found(topic: Repository) -> None:
    commits = read_messages(topic.runner, "ABC-1-words", ["main"])
    (finding,) = check_tickets(commits, "ABC-1", JIRA, "refuse")
    (mend,) = [each.id[:7] for each in commits if each.message.subject == "Mend"]
    sentence = "the message does not name ABC-1, which the branch is for"
    repair = f"git rebase -i {mend}^"
    assert finding == Finding("HK701", "no", "refuse", mend, sentence, repair, repair_method="edit")
