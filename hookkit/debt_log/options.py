"""The options of a debt log."""

from __future__ import annotations

from typing import Literal, NamedTuple

GroupBy = Literal["rule", "folder", "author", "ticket"]
"""How the findings are grouped: all of them by rule or folder, added ones by author or ticket."""

Every = Literal["commit", "week", "month", "quarter", "release"]
"""What one point of the curve stands for."""

BY: GroupBy = "rule"
"""What findings are grouped by where nothing is asked for."""


class LogOptions(NamedTuple):
    """What is asked for; ``every`` is None for what fits, ``since`` "" for the whole history.

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
