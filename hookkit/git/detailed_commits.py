"""Commits with the details that reports show: names, dates, and the whole message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.log import log_rows
from hookkit.git.runner import Git


class DetailedCommit(NamedTuple):
    """A commit as reports show it, with the names of the mailmap.

    ``author_date`` and ``commit_date`` are the author's and the committer's day (YYYY-MM-DD) in
    their time zones, ``author_time`` and ``commit_time`` the same two dates in seconds UTC.
    ``text`` is the whole message.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    author_date: str
    committer: str
    commit_date: str
    author_time: int
    commit_time: int
    text: str


_FIELDS = ("%H", "%P", "%aN", "%as", "%cN", "%cs", "%at", "%ct", "%B")


def read_detailed_commits(git: Git, ids: Sequence[str]) -> dict[str, DetailedCommit]:
    """Read commits by their ids in one process. Raises GitFailed if one is not in this clone."""
    rows = log_rows(git, _FIELDS, "--no-walk=unsorted", *ids, "--")
    return {row[0]: _detailed_commit(*row) for row in rows}


def _detailed_commit(
    name: str,
    parents: str,
    author: str,
    author_date: str,
    committer: str,
    commit_date: str,
    author_time: str,
    commit_time: str,
    text: str,
) -> DetailedCommit:
    dates = (author_date, committer, commit_date, int(author_time or 0), int(commit_time or 0))
    return DetailedCommit(name, tuple(parents.split()), author, *dates, text)
