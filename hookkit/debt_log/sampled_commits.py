"""The commits at which debt is counted: the last one of each week or month, or the releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.debt_log.log_options import Interval
from hookkit.git.log import LogCommit
from hookkit.history.statistics.history_counts import PeriodLength, period_name
from hookkit.phrases import short_id

_DAY_SECONDS = 86_400
_MAX_BY_WEEK, _MAX_BY_MONTH = 200 * _DAY_SECONDS, 4 * 365 * _DAY_SECONDS
"""The longest history, in seconds, that is sampled by week, or by month."""

_MAX_COMMIT_POINTS = 20
"""The most commits of a line in which every commit is a point."""

NOW = "now"
"""The name of the last point if its commit is no release."""


class Point(NamedTuple):
    """A commit at which the debt is counted, and its name: a period, a release or a commit id."""

    name: str
    commit: LogCommit


def choose_interval(commits: Sequence[LogCommit]) -> Interval:
    """Choose the span so that there are neither too few nor too many points."""
    if len(commits) <= _MAX_COMMIT_POINTS:
        return "commit"
    times = [each.commit_time for each in commits]
    seconds = max(times) - min(times)
    return "week" if seconds <= _MAX_BY_WEEK else "month" if seconds <= _MAX_BY_MONTH else "quarter"


def points_by_time(commits: Iterable[LogCommit], every: PeriodLength) -> list[Point]:
    """Give the last commit of each period that has commits.

    A commit that is dated before an earlier commit of the line counts in that commit's period.
    """
    latest = 0
    points: dict[str, LogCommit] = {}
    for each in commits:
        latest = max(latest, each.commit_time)
        points[period_name(latest, every)] = each
    return [Point(name, each) for name, each in points.items()]


def points_by_commit(commits: Iterable[LogCommit]) -> list[Point]:
    """Give a point for every commit."""
    return [Point(short_id(each.id), each) for each in commits]


def points_by_release(tags: Sequence[tuple[str, LogCommit]], last: LogCommit) -> list[Point]:
    """Give one point for each tagged commit, and one for the last commit of the line."""
    names: dict[str, list[str]] = {}
    commits = {each.id: each for _, each in tags}
    for name, each in tags:
        names.setdefault(each.id, []).append(name)
    points = [Point(", ".join(tag_names), commits[commit]) for commit, tag_names in names.items()]
    return points if last.id in names else [*points, Point(NOW, last)]
