"""The commits at which debt is counted: the last one of each week or month, or the releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.debt_log.options import Every
from hookkit.git.log import LogCommit
from hookkit.history.statistics.figures import PeriodLength, period_name
from hookkit.phrases import short

_DAY = 86_400
_WEEKS, _MONTHS = 200 * _DAY, 4 * 365 * _DAY
"""Up to so long a span is sampled by week, or by month."""

_MAX_COMMIT_POINTS = 20
"""In a line of at most so many commits each is a point."""

NOW = "now"
"""The name of the end of a line that is no release."""


class Point(NamedTuple):
    """A commit at which the debt is counted, and the name of what it stands for."""

    name: str
    commit: LogCommit


def every_for(commits: Sequence[LogCommit]) -> Every:
    """Choose the span for sampling, so that there are some points and not too many."""
    if len(commits) <= _MAX_COMMIT_POINTS:
        return "commit"
    times = [each.committed for each in commits]
    span = max(times) - min(times)
    return "week" if span <= _WEEKS else "month" if span <= _MONTHS else "quarter"


def points_by_time(commits: Iterable[LogCommit], every: PeriodLength) -> list[Point]:
    """Give the last commit of each period in which there is one.

    Where a clock was wrong a commit is in the period of the latest one before it.
    """
    latest = 0
    points: dict[str, LogCommit] = {}
    for each in commits:
        latest = max(latest, each.committed)
        points[period_name(latest, every)] = each
    return [Point(name, each) for name, each in points.items()]


def points_by_commit(commits: Iterable[LogCommit]) -> list[Point]:
    """Give every commit."""
    return [Point(short(each.id), each) for each in commits]


def points_by_release(tags: Sequence[tuple[str, LogCommit]], last: LogCommit) -> list[Point]:
    """Give the commits that have tags, one point for each, and the last one."""
    names: dict[str, list[str]] = {}
    commits = {each.id: each for _, each in tags}
    for name, each in tags:
        names.setdefault(each.id, []).append(name)
    points = [Point(", ".join(some), commits[name]) for name, some in names.items()]
    return points if last.id in names else [*points, Point(NOW, last)]
