"""Which pushes of a journal a report is about."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

from hookkit.server.journal_reading import JudgedPush
from hookkit.server.policy import without_ending


class PushFilter(NamedTuple):
    """The days between two (ISO 8601, both included), and one pattern, person or rule; None: all.

    A person is named as the journal has them, a repository by a glob as in a policy.
    """

    since: str | None = None
    until: str | None = None
    repository: str | None = None
    person: str | None = None
    rule: str | None = None

    def fits(self, push: JudgedPush) -> bool:
        """Whether a push is one of them."""
        day = push.time[:10]
        return (
            (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (
                self.repository is None
                or fnmatchcase(push.repository, without_ending(self.repository))
            )
            and (self.person is None or push.who == self.person)
            and (self.rule is None or self.rule in {*push.refused, *push.warning, *push.unknown})
        )
