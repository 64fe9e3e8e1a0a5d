"""The options of a debt log."""

from __future__ import annotations

from typing import Literal, NamedTuple

GroupBy = Literal["rule", "folder", "author", "ticket"]
"""How the findings are grouped: all of them by rule or folder, added ones by author or ticket."""

Every = Literal["commit", "week", "month", "quarter", "release"]
"""The spans of time or history that one point of the curve stands for."""

BY: GroupBy = "rule"
"""The default grouping of findings."""


class LogOptions(NamedTuple):
    """The options; ``every`` is None for automatic, ``since`` "" for the whole history.

    ``branch`` is a branch or a commit, None for the target.
    """

    by: GroupBy = BY
    every: Every | None = None
    since: str = ""
    branch: str | None = None

    @property
    def arguments(self) -> list[str]:
        """The arguments of ``hookkit debt log`` that ask for it."""
        words = [self.branch] if self.branch else []
        words += ["--since", self.since] if self.since else []
        words += ["--by", self.by] if self.by != BY else []
        return words + (["--every", self.every] if self.every else [])
