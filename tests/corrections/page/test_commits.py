"""Where a review links to: commits that a remote has, and the tickets of their messages."""

from __future__ import annotations

import pytest

from hookkit.corrections.page.commits import CommitLinks, review_links
from hookkit.corrections.review.review import Review, ReviewedCommit
from hookkit.settings.definitions import Settings
from tests.corrections.report.example_outcomes import outcome
from tests.repository import Repository

SETTINGS = Settings(ticket_pattern="SHOP-[0-9]+", ticket_url="https://t.example/{ticket}")
FORGE = "https://github.com/team/shop/commit/"


@pytest.fixture
def pushed(repo: Repository) -> tuple[str, str]:
    """A commit that a remote has, for two tickets, and one that it has not."""
    repo.git("remote", "add", "origin", "git@github.com:team/shop.git")
    first = repo.commit("SHOP-7: Begin\n\nTicket: SHOP-8", {"a.py": "x=1\n"})
    repo.git("update-ref", "refs/remotes/origin/main", first)
    return first, repo.commit("Go on", {"a.py": "x=2\n"})


def test_a_commit_links_to_its_page_and_its_tickets(
    repo: Repository, pushed: tuple[str, str]
) -> None:
    first, second = pushed
    tickets = tuple((name, f"https://t.example/{name}") for name in ("SHOP-7", "SHOP-8"))
    for commit, pages in (
        (first, CommitLinks(FORGE + first, tickets)),
        (second, CommitLinks("", ())),
    ):
        review = Review(outcome(commit=commit), ())
        assert review_links(repo.runner, SETTINGS, review) == {commit: pages}
    plain = review_links(repo.runner, Settings(), Review(outcome(commit=first), ()))
    assert plain == {first: CommitLinks(FORGE + first)}


def test_of_a_range_each_commit_has_its_own(repo: Repository, pushed: tuple[str, str]) -> None:
    commits = tuple(ReviewedCommit(id, "", "", 0, ()) for id in (*pushed, None))
    review = Review(outcome(commit=None), ())._replace(range_name="a..b", commits=commits)
    found = review_links(repo.runner, SETTINGS, review)
    assert [found[id].commit_url for id in pushed] == [FORGE + pushed[0], ""]


def test_without_a_forge_or_the_commits_there_are_none(repo: Repository) -> None:
    here = repo.commit("Begin", {"a.py": "x=1\n"})
    git = repo.runner
    assert review_links(git, SETTINGS, Review(outcome(commit=None), ())) == {}
    assert review_links(git, SETTINGS, Review(outcome(commit="f" * 40), ())) == {}
    assert review_links(git, SETTINGS, Review(outcome(commit=here), ())) == {here: CommitLinks()}
