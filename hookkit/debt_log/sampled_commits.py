"""The sampled commits, for which debt is counted: the last of each week or month, or releases."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.debt_log.log_options import Interval
from hookkit.debt_log.main_line import MainLine
from hookkit.git.log import LOG_FIELDS, LogCommit, log_rows, make_log_commit
from hookkit.git.runner import Git
from hookkit.history.statistics.history_counts import PeriodLength, period_name
from hookkit.phrases import short_id

_DAY_SECONDS = 86_400
_MAX_BY_WEEK, _MAX_BY_MONTH = 200 * _DAY_SECONDS, 4 * 365 * _DAY_SECONDS
"""The longest history, in seconds, that is sampled by week, or by month."""

_MAX_EVERY_COMMIT = 20
"""The most commits of a branch of which every commit is sampled."""

_NOW = "now"
"""The name of the last sampled commit if it is no release."""


class SampledCommit(NamedTuple):
    """A commit for which the debt is counted, and its label: a period, a release or a commit id."""

    label: str
    commit: LogCommit


def choose_sampled_commits(
    git: Git, main_line: MainLine, interval: Interval | None
) -> tuple[Interval, list[SampledCommit]]:
    """Give the interval, chosen if it is None, and the commits for which debt is counted."""
    chosen = interval or _choose_interval(main_line.commits)
    if chosen == "release":
        return chosen, _sample_by_release(_read_tags(git, main_line), main_line.commits[-1])
    if chosen == "commit":
        return chosen, [SampledCommit(short_id(each.id), each) for each in main_line.commits]
    return chosen, _sample_by_time(main_line.commits, chosen)


def _choose_interval(commits: Sequence[LogCommit]) -> Interval:
    """Choose the interval so that neither too few nor too many commits are sampled."""
    if len(commits) <= _MAX_EVERY_COMMIT:
        return "commit"
    times = [each.commit_time for each in commits]
    seconds = max(times) - min(times)
    return "week" if seconds <= _MAX_BY_WEEK else "month" if seconds <= _MAX_BY_MONTH else "quarter"


def _sample_by_time(commits: Iterable[LogCommit], period: PeriodLength) -> list[SampledCommit]:
    """Give the last commit of each period that has commits.

    A commit that is dated before an earlier commit of the branch counts in that commit's period.
    """
    latest = 0
    sampled_commits: dict[str, LogCommit] = {}
    for each in commits:
        latest = max(latest, each.commit_time)
        sampled_commits[period_name(latest, period)] = each
    return [SampledCommit(name, each) for name, each in sampled_commits.items()]


def _sample_by_release(
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
    return sampled_commits if last.id in names else [*sampled_commits, SampledCommit(_NOW, last)]


def _read_tags(git: Git, main_line: MainLine) -> list[tuple[str, LogCommit]]:
    """Give the tags in the history of the main line since its first commit, by commit time."""
    format_option = "--format=%(refname:strip=2)%00%(objecttype)%00%(*objecttype)"
    tip = main_line.commits[-1].id
    rows_of_tags = (
        each.split("\0")
        for each in git.lines("for-each-ref", format_option, f"--merged={tip}", "refs/tags")
    )
    names = [name for name, *kinds in rows_of_tags if "commit" in kinds]
    objects = git.read_objects(f"refs/tags/{each}^{{commit}}" for each in names)
    peeled = ((name, objects.get(f"refs/tags/{name}^{{commit}}")) for name in names)
    ids = {name: each.id for name, each in peeled if each is not None}
    data = os.fsencode("".join(f"{each}\n" for each in dict.fromkeys(ids.values())))
    rows = (
        log_rows(git, LOG_FIELDS, "--no-walk=unsorted", "--stdin", data=data) if ids else iter(())
    )
    commits = {each.id: each for each in (make_log_commit(*row) for row in rows)}
    start_time = main_line.commits[0].commit_time
    tags = [(name, commits[each]) for name, each in ids.items() if each in commits]
    return sorted(
        (each for each in tags if each[1].commit_time >= start_time),
        key=lambda each: each[1].commit_time,
    )
