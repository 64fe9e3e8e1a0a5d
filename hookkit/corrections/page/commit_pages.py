"""Where the commits of a review are on the forge, and where their tickets are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from hookkit.corrections.page.commits import CommitPages
from hookkit.corrections.review.review import Review
from hookkit.errors import GitFailed
from hookkit.git.commit_message import parse_message
from hookkit.git.log import log_rows
from hookkit.git.runner import Git
from hookkit.history.checks.ticket import tickets_in
from hookkit.history.commit_links import commit_links
from hookkit.history.remote_links import links_of
from hookkit.settings.bounded_pattern import SlowPattern
from hookkit.settings.schema import Settings


def commit_pages(git: Git, settings: Settings, review: Review) -> Mapping[str, CommitPages]:
    """Give the pages of the commits that a review names; nothing where git lacks one of them."""
    named = [each.id for each in review.commits] if review.span else [review.outcome.commit]
    ids = [each for each in dict.fromkeys(named) if each]
    if not ids:
        return {}
    with suppress(GitFailed):
        pages, tickets = commit_links(git, settings, ids), _tickets(git, settings, ids)
        return {id: CommitPages(pages.get(id, ""), tickets.get(id, ())) for id in ids}
    return {}


def _tickets(
    git: Git, settings: Settings, ids: Sequence[str]
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give the tickets that each message names, with their pages, "" for those without one."""
    if not settings.ticket_pattern:
        return {}
    links, found = links_of(git, settings), {}
    for id, text in log_rows(git, ("%H", "%B"), "--no-walk=unsorted", *ids, "--"):
        with suppress(SlowPattern):
            names = dict.fromkeys(tickets_in(parse_message(text, "\0"), settings.ticket_pattern))
            found[id] = tuple((each, links.ticket(each)) for each in names)
    return found
