"""The lines of ``git log`` as values."""

from __future__ import annotations

from typing import NamedTuple

FIELDS = "%x00".join(("%m", "%H", "%T", "%P", "%aN", "%aE", "%cE", "%at %ct", "%s"))
"""The format that ``parse_log`` reads, for ``git log -z``."""

_WIDTH = FIELDS.count("%x00") + 1


class LogCommit(NamedTuple):
    """One commit as ``git log`` tells it; names and addresses are those of the mailmap.

    ``side`` is ``<`` or ``>`` for the sides of ``A...B``, and ``=`` for a commit that the other
    side has as another commit with the same change (``--cherry-mark``). ``begun`` is the earlier of
    the two dates, in seconds: no copy of the commit can be older.
    """

    side: str
    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    author_email: str
    committer_email: str
    begun: int
    subject: str

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1


def parse_log(out: bytes) -> list[LogCommit]:
    """Read what ``git log -z --format=FIELDS`` gives."""
    texts = out.decode("utf-8", "replace").split("\0")[:-1]
    rows = zip(*(texts[start::_WIDTH] for start in range(_WIDTH)), strict=True)
    return [
        LogCommit(
            side, commit, tree, tuple(parents.split()), author, by, put, _earlier(dates), subject
        )
        for side, commit, tree, parents, author, by, put, dates, subject in rows
    ]


def _earlier(dates: str) -> int:
    return min(map(int, dates.split()))
