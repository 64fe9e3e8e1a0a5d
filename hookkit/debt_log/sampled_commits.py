"""The sampled commits, for which debt is counted: the last of each week or month, or releases."""

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

_MAX_EVERY_COMMIT = 20
"""The most commits of a branch of which every commit is sampled."""

NOW = "now"
"""The name of the last sampled commit if it is no release."""


class SampledCommit(NamedTuple):
    """A commit for which the debt is counted, and its label: a period, a release or a commit id."""

    label: str
    commit: LogCommit


def choose_interval(commits: Sequence[LogCommit]) -> Interval:
    """Choose the interval so that neither too few nor too many commits are sampled."""
    if len(commits) <= _MAX_EVERY_COMMIT:
        return "commit"
    times = [each.commit_time for each in commits]
    seconds = max(times) - min(times)
    return "week" if seconds <= _MAX_BY_WEEK else "month" if seconds <= _MAX_BY_MONTH else "quarter"


def sample_by_time(commits: Iterable[LogCommit], period: PeriodLength) -> list[SampledCommit]:
    """Give the last commit of each period that has commits.

    A commit that is dated before an earlier commit of the branch counts in that commit's period.
    """
    latest = 0
    sampled_commits: dict[str, LogCommit] = {}
    for each in commits:
        latest = max(latest, each.commit_time)
        sampled_commits[period_name(latest, period)] = each
    return [SampledCommit(name, each) for name, each in sampled_commits.items()]


def sample_by_commit(commits: Iterable[LogCommit]) -> list[SampledCommit]:
    """Give every commit, named by its id."""
    return [SampledCommit(short_id(each.id), each) for each in commits]


def sample_by_release(
    tags: Sequence[tuple[str, LogCommit]], last: LogCommit
) -> list[SampledCommit]:
    """Give each tagged commit, and the last commit of the branch."""
    names: dict[str, list[str]] = {}
    commits = {each.id: each for _, each in tags}
    for name, each in tags:
        names.setdefault(each.id, []).append(name)
    sampled_commits = [
        SampledCommit(", ".join(tag_names), commits[commit]) for commit, tag_names in names.items()
    ]
    return sampled_commits if last.id in names else [*sampled_commits, SampledCommit(NOW, last)]
