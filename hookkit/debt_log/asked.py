"""The options of a debt log."""

from __future__ import annotations

from typing import Literal, NamedTuple

GroupBy = Literal["rule", "folder", "author", "ticket"]
"""How the findings are grouped: all of them by rule or folder, added ones by author or ticket."""

Every = Literal["commit", "week", "month", "quarter", "release"]
"""What one point of the curve stands for."""


class Asked(NamedTuple):
    """What is asked for; ``every`` is None for what fits, ``since`` "" for the whole history.

    ``branch`` is a branch or a commit, None for the target.
    """

    by: GroupBy = "rule"
    every: Every | None = None
    since: str = ""
    branch: str | None = None
