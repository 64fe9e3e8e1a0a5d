"""Addresses of commits, requests and tickets, from the URLs that people clone by."""

from __future__ import annotations

import pytest

from hookkit.errors import WrongUsage
from hookkit.history.forge_links import ForgeLinks, forge_repository_of
from hookkit.history.read_forge_links import read_forge_links
from hookkit.settings.definitions import Settings
from hookkit.settings.effective_settings import load_settings
from tests.repository import Repository

ID = "ab" * 20
GITHUB = "https://github.com/ann/till"
AZURE = "https://dev.azure.com/org/My%20Shop/_git/till"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://github.com/ann/till.git", GITHUB),
        ("https://github.com/ann/till", GITHUB),
        ("https://github.com/ann/till/", GITHUB),
        ("https://ann:secret@github.com/ann/till.git", GITHUB),
        ("https://www.github.com:443/ann/till.git", GITHUB),
        ("http://GitHub.com/ann/till.git", GITHUB),
        ("git@github.com:ann/till.git", GITHUB),
        ("github.com:ann/till", GITHUB),
        ("git@github.com:/ann/till.git", GITHUB),
        ("ssh://git@github.com/ann/till.git", GITHUB),
        ("ssh://git@ssh.github.com:443/ann/till.git", GITHUB),
        ("git+ssh://git@github.com:/ann/till.git", GITHUB),
        ("https://github.example.com/ann/till.git", "https://github.example.com/ann/till"),
        ("git@shop.ghe.com:ann/till.git", "https://shop.ghe.com/ann/till"),
        ("https://gitlab.com/shop/tills/till.git", "https://gitlab.com/shop/tills/till"),
        ("git@gitlab.com:shop/tills/eu/till.git", "https://gitlab.com/shop/tills/eu/till"),
        ("ssh://git@altssh.gitlab.com:443/shop/till.git", "https://gitlab.com/shop/till"),
        ("https://gitlab.example.com:8443/a/b.git", "https://gitlab.example.com:8443/a/b"),
        ("http://gitlab.example.com/a/b.git", "http://gitlab.example.com/a/b"),
        ("ssh://git@gitlab.example.com:2222/a/b.git", "https://gitlab.example.com/a/b"),
        ("https://ann@bitbucket.org/shop/till.git", "https://bitbucket.org/shop/till"),
        ("git@bitbucket.org:shop/till.git", "https://bitbucket.org/shop/till"),
        (
            "https://bitbucket.example.com/scm/SHOP/till.git",
            "https://bitbucket.example.com/projects/SHOP/repos/till",
        ),
        (
            "https://bitbucket.example.com:7990/git/scm/~ann/till.git",
            "https://bitbucket.example.com:7990/git/users/ann/repos/till",
        ),
        (
            "ssh://git@bitbucket.example.com:7999/SHOP/till.git",
            "https://bitbucket.example.com/projects/SHOP/repos/till",
        ),
        ("https://org@dev.azure.com/org/My%20Shop/_git/till", AZURE),
        ("git@ssh.dev.azure.com:v3/org/My%20Shop/till", AZURE),
        ("org@vs-ssh.visualstudio.com:v3/org/My Shop/till", AZURE),
        ("https://org.visualstudio.com/DefaultCollection/My%20Shop/_git/till", AZURE),
        ("https://org.visualstudio.com/_git/till", "https://dev.azure.com/org/till/_git/till"),
        ("https://dev.azure.com/org/_git/till", "https://dev.azure.com/org/till/_git/till"),
        ('https://gitlab.com/a"<b/c', "https://gitlab.com/a%22%3Cb/c"),
    ],
)
def test_the_page_of_a_repository(url: str, page: str) -> None:
    forge = forge_repository_of(url)
    assert forge is not None and forge.page_url == page


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/github.com/ann/till.git",
        "../github.com:ann/till",
        "C:/git/till.git",
        "file:///srv/till.git",
        "javascript://github.com/ann/till",
        "git://github.com/ann/till.git",
        "https://example.com/ann/till.git",
        "https://notgithub.com/ann/till.git",
        "https://github.com.example.com/../till",
        "https://github.com@example.com/ann/till.git",
        "https://github/ann/till.git",
        "https://visualstudio.com/a/_git/b",
        "https://github.com/till.git",
        "https://github.com/ann/till/tree/main",
        "https://github.com/ann/..",
        "https://github.com/ann/%2e%2e",
        "https://github.com/ann/a%2fb",
        "https://github.com/ann/till\nx",
        "https://[::1]/ann/till.git",
        "https://bitbucket.example.com/SHOP/x/till.git",
        "https://bitbucket.example.com/till.git",
        "ssh://git@bitbucket.example.com/~/till.git",
        "https://dev.azure.com/org/project/till",
        "https://dev.azure.com/org/a/b/_git/till",
        "git@ssh.dev.azure.com:v3/org/till",
    ],
)
def test_no_page_where_none_is_known(url: str) -> None:
    assert forge_repository_of(url) is None


@pytest.mark.parametrize(
    ("url", "commit", "merged", "ticket"),
    [
        ("git@github.com:a/b", f"/a/b/commit/{ID}", "/a/b/pull/7", "/a/b/issues/12"),
        (
            "git@gitlab.com:a/b",
            f"/a/b/-/commit/{ID}",
            "/a/b/-/merge_requests/7",
            "/a/b/-/issues/12",
        ),
        ("git@bitbucket.org:a/b", f"/a/b/commits/{ID}", "/a/b/pull-requests/7", "/a/b/issues/12"),
        (
            "https://bitbucket.example.com/scm/A/b.git",
            f"/projects/A/repos/b/commits/{ID}",
            "/projects/A/repos/b/pull-requests/7",
            "",
        ),
        (
            "git@ssh.dev.azure.com:v3/o/a/b",
            f"/o/a/_git/b/commit/{ID}",
            "/o/a/_git/b/pullrequest/7",
            "/o/a/_workitems/edit/12",
        ),
    ],
)
def test_the_pages_of_a_history(url: str, commit: str, merged: str, ticket: str) -> None:
    links = ForgeLinks(forge_repository_of(url))
    assert links.commit_url(ID).endswith(commit) and links.commit_url(ID).startswith("https://")
    assert [links.merge_request_url(each).endswith(merged) for each in ("#7", "!7", "7")] == [
        True
    ] * 3
    assert links.ticket_url("#12").endswith(ticket) and bool(links.ticket_url("#12")) == bool(
        ticket
    )
    assert links.ticket_url("ABC-12") == links.ticket_url("12") == ""
    for other in ("", "../x", "#7/../..", "x7"):
        assert (
            links.commit_url(other)
            == links.merge_request_url(other)
            == links.ticket_url(other)
            == ""
        )


def test_the_setting_tells_the_page_of_a_ticket() -> None:
    links = ForgeLinks(forge_repository_of(GITHUB), "https://example.com/{ticket}?x={ticket}")
    assert links.ticket_url("ABC-12") == "https://example.com/ABC-12?x=ABC-12"
    assert links.ticket_url("#12") == "https://example.com/12?x=12"
    assert links.ticket_url('"<a/..') == "https://example.com/%22%3Ca%2F..?x=%22%3Ca%2F.."
    nothing = ForgeLinks()
    assert (
        nothing.commit_url(ID) == nothing.merge_request_url("#1") == nothing.ticket_url("#1") == ""
    )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/{ticket}",
        "javascript:alert({ticket})",
        "javascript://example.com/{ticket}",
        "//example.com/{ticket}",
        "https://{ticket}.example.com/",
        "https://{ticket}/{ticket}",
        "https:///{ticket}",
        "https://example.com",
        "https://example.com/browse",
        "https://example.com?{ticket}",
        "https://ann:secret@example.com/{ticket}",
        "https://example.com/a {ticket}",
        "https://example.com/\n{ticket}",
        " https://example.com/{ticket}",
        "https://example.com\\x/{ticket}",
    ],
)
def test_a_page_of_tickets_is_of_the_web(url: str, repo: Repository) -> None:
    with pytest.raises(WrongUsage) as caught:
        load_settings(repo.runner, {"ticket_url": url})
    assert "allowed: an http or https address with {ticket} behind its host" in str(caught.value)


def test_the_page_of_tickets_may_be_left_empty(repo: Repository) -> None:
    assert load_settings(repo.runner, {"ticket_url": ""}).ticket_url == ""
    url = "HTTP://tickets.example.com:8080/browse/{ticket}#top"
    assert load_settings(repo.runner, {"ticket_url": url}).ticket_url == url


def page(repo: Repository) -> str:
    """The page of the repository by its remotes."""
    forge = read_forge_links(repo.runner, Settings()).repository
    return forge.page_url if forge else ""


def test_upstream_comes_before_origin_and_another_counts_alone(repo: Repository) -> None:
    assert page(repo) == ""
    repo.git("remote", "add", "Shop.eu", "git@github.com:shop/till.git")
    assert page(repo) == "https://github.com/shop/till"
    repo.git("remote", "add", "other", "git@github.com:other/till.git")
    assert page(repo) == ""
    repo.git("remote", "add", "origin", "git@github.com:ann/till.git")
    assert page(repo) == "https://github.com/ann/till"
    repo.git("remote", "add", "upstream", "/srv/till.git")
    assert page(repo) == "https://github.com/ann/till"
    repo.git("remote", "set-url", "upstream", "git@gitlab.com:shop/till.git")
    assert page(repo) == "https://gitlab.com/shop/till"


def test_a_url_is_read_as_git_replaces_it(repo: Repository) -> None:
    repo.git("remote", "add", "origin", "gh:ann/till.git")
    repo.git("remote", "set-url", "--add", "origin", "git@gitlab.com:ann/copy.git")
    assert page(repo) == ""
    repo.git("config", "url.https://github.com/.insteadOf", "gh:")
    assert page(repo) == "https://github.com/ann/till"
    repo.git("config", "url.git@gitlab.com:shop/.insteadOf", "gh:ann/")
    assert page(repo) == "https://gitlab.com/shop/till"
    assert repo.git("remote", "get-url", "origin").strip() == "git@gitlab.com:shop/till.git"
