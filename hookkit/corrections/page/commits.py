"""The commits of a range, each with its hunks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookkit.corrections.review.review import Review
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import date_of, line_list, path_text, short


class Origin(NamedTuple):
    """The commit of a range that a hunk belongs to: its anchor on the page and its short id."""

    anchor: str
    name: str


class CommitPages(NamedTuple):
    """The URLs of a commit: that of its own page, "" for none, and its tickets with theirs."""

    page: str = ""
    tickets: tuple[tuple[str, str], ...] = ()


NO_PAGES = CommitPages()


class ShownCommit(NamedTuple):
    """One commit of a range; without ``id`` it stands for lines that are older."""

    anchor: str
    id: str
    subject: str
    author: str
    when: str
    hunks: tuple[tuple[str, str], ...]
    pages: CommitPages


def commits_of(review: Review, pages: Mapping[str, CommitPages]) -> list[ShownCommit]:
    """Give the commits of a range with links to their hunks; ``pages`` are those of their ids."""
    places = {
        hunk.id: f"{path_text(file.path)}, {lines_of(hunk)}"
        for file in review.files
        for hunk in file.hunks
    }
    return [
        ShownCommit(
            _commit_anchor(each.id),
            short(each.id or ""),
            (each.subject or "no subject") if each.id else "older lines",
            each.author,
            date_of(each.when) if each.id else "",
            tuple((id, places[id]) for id in each.hunks if id in places),
            pages.get(each.id or "", NO_PAGES),
        )
        for each in review.commits
    ]


def _commit_anchor(id: str | None) -> str:
    return f"c-{short(id)}" if id else "c-older"


def origins_of(review: Review) -> dict[str, Origin]:
    """Give the commit that each hunk of a range belongs to, by the id of the hunk."""
    return {
        id: Origin(_commit_anchor(each.id), short(each.id) if each.id else "older lines")
        for each in review.commits
        for id in each.hunks
    }


def lines_of(hunk: ReviewHunk) -> str:
    """Give the lines of a hunk: ``line 4``, ``lines 4-6``."""
    first, last = hunk.span
    return line_list(range(first, last + 1))
