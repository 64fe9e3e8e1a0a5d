"""The commits of a review on the page, with their hunks and links to the forge and tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from hookkit.corrections.review.review import Review
from hookkit.errors import GitFailed
from hookkit.git.commit_message import parse_message
from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.find_tickets import tickets_in
from hookkit.history.read_forge_links import read_commit_urls, read_forge_links
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import date_of, lines_phrase, path_text, short_id
from hookkit.settings.definitions import Settings
from hookkit.settings.time_limited_pattern import SlowPattern


class HunkCommit(NamedTuple):
    """The commit of a range that a hunk belongs to, with its anchor on the page.

    ``label`` is its short id, or "older lines" for lines that are older than the range.
    """

    anchor: str
    label: str


class CommitLinks(NamedTuple):
    """The URL of a commit on the forge ("" without one), and its tickets with their URLs."""

    commit_url: str = ""
    tickets: tuple[tuple[str, str], ...] = ()


NO_COMMIT_LINKS = CommitLinks()


class CommitOnPage(NamedTuple):
    """One commit of a range; if ``id`` is "", it stands for lines older than the range.

    ``anchor`` is its place on the page. ``hunk_links`` are its hunks: the id of each, and its path
    and lines.
    """

    anchor: str
    id: str
    subject: str
    author: str
    date: str
    hunk_links: tuple[tuple[str, str], ...]
    links: CommitLinks


def commits_on_page(review: Review, links: Mapping[str, CommitLinks]) -> list[CommitOnPage]:
    """Give the commits of a range with links to their hunks; ``links`` are their URLs, by id."""
    path_and_lines_by_hunk = {
        hunk.id: f"{path_text(file.path)}, {hunk_line_text(hunk)}"
        for file in review.files
        for hunk in file.hunks
    }
    return [
        CommitOnPage(
            _commit_anchor(each.id),
            short_id(each.id or ""),
            (each.subject or "no subject") if each.id else "older lines",
            each.author,
            date_of(each.author_time) if each.id else "",
            tuple(
                (id, path_and_lines_by_hunk[id])
                for id in each.hunk_ids
                if id in path_and_lines_by_hunk
            ),
            links.get(each.id or "", NO_COMMIT_LINKS),
        )
        for each in review.commits
    ]


def _commit_anchor(id: str | None) -> str:
    return f"c-{short_id(id)}" if id else "c-older"


def commits_by_hunk(review: Review) -> dict[str, HunkCommit]:
    """Give the commit that each hunk of a range belongs to, by the id of the hunk."""
    return {
        id: HunkCommit(_commit_anchor(each.id), short_id(each.id) if each.id else "older lines")
        for each in review.commits
        for id in each.hunk_ids
    }


def hunk_line_text(hunk: ReviewHunk) -> str:
    """Give the lines of a hunk: ``line 4``, ``lines 4-6``."""
    first, last = hunk.line_range
    return lines_phrase(range(first, last + 1))


def review_links(git: Git, settings: Settings, review: Review) -> Mapping[str, CommitLinks]:
    """Give the URLs of the commits of a review, by id; none if git lacks one of the commits."""
    listed_ids = (
        [each.id for each in review.commits] if review.range_name else [review.outcome.commit]
    )
    ids = [each for each in dict.fromkeys(listed_ids) if each]
    if not ids:
        return {}
    with suppress(GitFailed):
        commit_urls, tickets = read_commit_urls(git, settings, ids), _tickets(git, settings, ids)
        return {id: CommitLinks(commit_urls.get(id, ""), tickets.get(id, ())) for id in ids}
    return {}


def _tickets(
    git: Git, settings: Settings, ids: Sequence[str]
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give the tickets named in each message, by commit id, with their URLs ("" without one)."""
    if not settings.ticket_pattern:
        return {}
    links, tickets = read_forge_links(git, settings), {}
    for id, text in log_rows(git, ("%H", "%B"), "--no-walk=unsorted", *ids, "--"):
        with suppress(SlowPattern):
            names = dict.fromkeys(tickets_in(parse_message(text, "\0"), settings.ticket_pattern))
            tickets[id] = tuple((each, links.ticket_url(each)) for each in names)
    return tickets
