"""Count the pushes of a journal that match a filter, by repository, person, rule and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from hookkit.server.encode_journal_line import LOGIN
from hookkit.server.policy import without_git_suffix
from hookkit.server.read_journal import RecordedPush

GROUPINGS = ("repository", "person", "rule", "day")
"""The groupings of pushes."""

COUNT_NAMES = ("pushes", "refused", "warned", "unchecked", "failed", "under_exception")
"""The names of the counts in JSON and CSV."""


class PushFilter(NamedTuple):
    """The filter for the pushes that a report counts; a field is None for no restriction.

    ``since`` and ``until`` are days (ISO 8601, both included), ``repository`` is a glob as in a
    policy, ``person`` a name as in the journal, and ``rule`` the rule of a finding.
    """

    since: str | None = None
    until: str | None = None
    repository: str | None = None
    person: str | None = None
    rule: str | None = None

    def matches(self, push: RecordedPush) -> bool:
        """Whether a push is counted."""
        day = push.time[:10]
        return (
            (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (
                self.repository is None
                or fnmatchcase(push.repository, without_git_suffix(self.repository))
            )
            and (self.person is None or push.pusher == self.person)
            and (self.rule is None or self.rule in {*push.refused, *push.warning, *push.unknown})
        )


class PushTally:
    """The numbers of pushes and of their verdicts, and the time of the last push (ISO 8601)."""

    def __init__(self) -> None:
        """Start at zero."""
        self.counts = dict.fromkeys(COUNT_NAMES, 0)
        self.last_time = ""

    def add(self, push: RecordedPush, is_refused: bool, is_warned: bool) -> None:
        """Count a push."""
        conditions = {
            "pushes": True,
            "refused": is_refused,
            "warned": is_warned,
            "unchecked": push.verdict == "unchecked",
            "failed": push.verdict == "failed",
            "under_exception": bool(push.exceptions),
        }
        for name, is_true in conditions.items():
            self.counts[name] += is_true
        self.last_time = max(self.last_time, push.time)


class PushCounts(NamedTuple):
    """The counts of all pushes, and of the pushes of each repository, person, rule and day.

    ``groups`` has a tally for each name, by the groupings in GROUPINGS. ``first_time`` and
    ``last_time`` are the times of the first and the last push (ISO 8601), "" if there is none.
    """

    total: PushTally
    groups: Mapping[str, Mapping[str, PushTally]]
    first_time: str
    last_time: str


def count_pushes(pushes: Iterable[RecordedPush]) -> PushCounts:
    """Count pushes in one pass.

    The tally of a rule has the pushes with a finding of that rule; it counts as refused or warned
    only the pushes that this rule refused or warned of.
    """
    total, first_time = PushTally(), ""
    groups: dict[str, dict[str, PushTally]] = {grouping: {} for grouping in GROUPINGS}
    for push in pushes:
        first_time = min(first_time or push.time, push.time)
        total.add(push, push.verdict == "refused", bool(push.warning))
        for grouping, name in _group_names(push):
            tally = groups[grouping].setdefault(name, PushTally())
            is_rule = grouping == "rule"
            is_refused = name in push.refused if is_rule else push.verdict == "refused"
            tally.add(push, is_refused, name in push.warning if is_rule else bool(push.warning))
    groups_in_order = {
        grouping: _sorted_groups(grouping, tallies) for grouping, tallies in groups.items()
    }
    return PushCounts(total, groups_in_order, first_time, total.last_time)


def _group_names(push: RecordedPush) -> Iterator[tuple[str, str]]:
    yield "repository", push.repository
    yield "person", f"{push.pusher} (login)" if push.name_source == LOGIN else push.pusher
    for rule in sorted({*push.refused, *push.warning, *push.unknown}):
        yield "rule", rule
    yield "day", push.time[:10]


def _sorted_groups(grouping: str, groups: Mapping[str, PushTally]) -> dict[str, PushTally]:
    """Sort days newest first, and other names by their number of refused pushes, then of pushes."""
    if grouping == "day":
        return dict(sorted(groups.items(), reverse=True))

    def rank(item: tuple[str, PushTally]) -> tuple[int, int, str]:
        counts = item[1].counts
        return -counts["refused"], -counts["pushes"], item[0]

    return dict(sorted(groups.items(), key=rank))
