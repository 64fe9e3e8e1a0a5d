"""The commits of a stretch of history, with what a report on all of them needs."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.log_fields import log_rows
from hookkit.git.runner import Git

_FIELDS = ("%H", "%T", "%P", "%aN", "%aE", "%at", "%ct", "%s")

_LATEST = 253_402_300_799
"""The last second of the year 9999: a commit may claim any date."""


class DatedCommit(NamedTuple):
    """A commit as it came to a branch; the author's name and address are those of the mailmap.

    ``written`` is the earlier of its two dates, ``landed`` the committer's, in seconds UTC.
    ``text`` is the whole message, "" where it was not asked for.
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    written: int
    landed: int
    subject: str
    text: str

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1


def read_dated_log(git: Git, base: str | None, tip: str, with_text: bool) -> list[DatedCommit]:
    """Read ``base..tip`` (ids), or all of ``tip``, in one process; children before their parents.

    Raises GitFailed where one of them is not here.
    """
    fields = (*_FIELDS, "%B" if with_text else "")
    below = [f"^{base}"] if base else []
    rows = log_rows(git, fields, "--topo-order", tip, *below, "--")
    return [
        DatedCommit(
            name, tree, tuple(above.split()), author, email, *_dates(at, put), subject, text
        )
        for name, tree, above, author, email, at, put, subject, text in rows
    ]


def _dates(at: str, put: str) -> tuple[int, int]:
    written, landed = (min(max(int(each or 0), 0), _LATEST) for each in (at, put))
    return min(written, landed), landed
