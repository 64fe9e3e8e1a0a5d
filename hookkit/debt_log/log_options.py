"""The options of a debt log."""

from __future__ import annotations

from typing import Literal, NamedTuple

GroupBy = Literal["rule", "folder", "author", "ticket"]
"""How findings are grouped: all findings by rule or folder, changes by author or ticket."""

Interval = Literal["commit", "week", "month", "quarter", "release"]
"""The debt is counted at every commit, or at the last one of a period, or at every release."""

DEFAULT_GROUP_BY: GroupBy = "rule"
"""The default grouping of findings."""


class DebtLogOptions(NamedTuple):
    """The options of a debt log.

    ``interval`` is None if hookkit chooses it. The history begins at ``since``, a date or a tag, ""
    for the whole history. ``branch`` is a branch or a commit, None for the target.
    """

    group_by: GroupBy = DEFAULT_GROUP_BY
    interval: Interval | None = None
    since: str = ""
    branch: str | None = None

    @property
    def arguments(self) -> list[str]:
        """The arguments of ``hookkit debt log`` with these options."""
        words = [self.branch] if self.branch else []
        words += ["--since", self.since] if self.since else []
        words += ["--by", self.group_by] if self.group_by != DEFAULT_GROUP_BY else []
        return words + (["--every", self.interval] if self.interval else [])
