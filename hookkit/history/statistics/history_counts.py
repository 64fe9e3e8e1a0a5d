"""Counts of a history: of its commits by verdict, of its merged branches, of each period."""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timezone
from typing import Literal, NamedTuple, get_args

from hookkit.git.log import LogCommit
from hookkit.history.checks.commit_verdicts import CommitVerdict, CommitWithVerdict
from hookkit.history.parse_merge_message import parse_merge_message

PeriodLength = Literal["week", "month", "quarter"]
"""The length of a period."""

MAX_LONGEST_BRANCHES = 5
"""The number of longest-lived branches that are named."""

SECONDS_PER_DAY = 86_400

NON_MERGE_VERDICTS: tuple[CommitVerdict, ...] = ("direct", "unknown")
"""The verdicts of commits that are no merge, or may be none (a shallow clone)."""


class Tally(NamedTuple):
    """The number of commits of a kind, and the newest of them, None if there are none."""

    commit_count: int
    newest: LogCommit | None

    @classmethod
    def from_commits(cls, commits: Sequence[LogCommit]) -> Tally:
        """Count commits, children before parents: of several in one second the first is newest."""
        return cls(len(commits), max(commits, key=lambda each: each.commit_time, default=None))


class MergedBranch(NamedTuple):
    """A merged branch.

    ``name`` is its name in the message of the merge, "" if the message names none. ``commit_count``
    is the number of its commits, without merges. ``seconds`` is the time from its first commit to
    the merge. ``authors`` are names, in the order of their first commits.
    """

    merge: LogCommit
    name: str
    commit_count: int
    seconds: int
    authors: tuple[str, ...]


class Percentiles(NamedTuple):
    """The median of some numbers, and the number that 90% of them do not exceed."""

    median: float
    p90: float

    @classmethod
    def from_numbers(cls, numbers: Sequence[float]) -> Percentiles | None:
        """Give the median, and the 90th percentile as one of the numbers; None without numbers."""
        if not numbers:
            return None
        p90 = sorted(numbers)[math.ceil(len(numbers) * 0.9) - 1]
        return cls(statistics.median(numbers), p90)


class BranchStatistics(NamedTuple):
    """Statistics of the merged branches.

    ``branch_count`` is the number of branches, ``seconds`` the time from first commit to merge,
    ``commits`` the number of commits of a branch; the last two are None if there is no branch.
    ``longest`` are the branches that lived longest.
    """

    branch_count: int
    seconds: Percentiles | None
    commits: Percentiles | None
    longest: tuple[MergedBranch, ...]

    @classmethod
    def from_branches(cls, branches: Sequence[MergedBranch]) -> BranchStatistics:
        """Sum up branches."""
        return cls(
            len(branches),
            Percentiles.from_numbers([each.seconds for each in branches]),
            Percentiles.from_numbers([each.commit_count for each in branches]),
            tuple(sorted(branches, key=lambda each: -each.seconds)[:MAX_LONGEST_BRANCHES]),
        )


class Totals(NamedTuple):
    """The numbers of all commits, of the merges among them and of the authors, and the time span.

    Authors are told apart by their email addresses. ``first`` and ``last`` are the earliest and
    latest commit times, in seconds since 1970, None if there is no commit.
    """

    commits: int
    merges: int
    authors: int
    first: int | None
    last: int | None

    @classmethod
    def from_commits(cls, history: Sequence[LogCommit]) -> Totals:
        """Count commits."""
        times = [each.commit_time for each in history]
        return cls(
            len(history),
            sum(each.is_merge for each in history),
            len({each.author_email.casefold() for each in history}),
            min(times, default=None),
            max(times, default=None),
        )


class CommitCounts(NamedTuple):
    """The numbers of commits on the main line, merged into it and outside of it.

    They add up to all commits.

    ``on_main_line`` counts the commits of the main line that have a verdict, ``roots`` the root
    commit, which has no verdict, ``merged`` the commits that merges of the main line brought in,
    and ``outside_main_line`` those that no merge of the range brought to its main line.
    """

    on_main_line: int
    roots: int
    merged: int
    outside_main_line: int

    @classmethod
    def from_verdicts(
        cls, main_line: Sequence[CommitWithVerdict], outside_main_line: Sequence[LogCommit]
    ) -> CommitCounts:
        """Count commits; ``outside_main_line`` are as in ``commits_outside_main_line``."""
        roots = sum(not each.parents for each in outside_main_line)
        merged = sum(len(each.merged_commits) for each in main_line)
        return cls(len(main_line), roots, merged, len(outside_main_line) - roots)


class Period(NamedTuple):
    """The numbers of a period of time; over all periods they add up to the report's numbers.

    The commits of a merged branch count in the period of the merge. ``merges`` counts the merges of
    the main line that have a verdict. ``without_ticket`` is None if tickets are not looked for.
    """

    name: str
    commits: int
    merges: int
    semi_linear: int
    fixups: int
    without_ticket: int | None


def count_by_verdict(main_line: Sequence[CommitWithVerdict]) -> dict[CommitVerdict, Tally]:
    """Count the commits of each verdict; ``main_line`` has the oldest commit first."""
    commits_by_verdict: dict[CommitVerdict, list[LogCommit]] = {
        each: [] for each in get_args(CommitVerdict)
    }
    for each in reversed(main_line):
        commits_by_verdict[each.verdict].append(each.commit)
    return {verdict: Tally.from_commits(commits) for verdict, commits in commits_by_verdict.items()}


def count_direct_commits_with_pull_request(main_line: Iterable[CommitWithVerdict]) -> int:
    """Count the direct commits that name a pull request: squashed or rebased branches."""
    direct_subjects = (each.commit.subject for each in main_line if each.verdict == "direct")
    subjects = (parse_merge_message(subject, "") for subject in direct_subjects)
    return sum(1 for each in subjects if each is not None and each.pull_request)


def merged_branches(main_line: Iterable[CommitWithVerdict]) -> list[MergedBranch]:
    """Give the branches that merges brought in, in the order of the merges."""
    return [
        _merged_branch(each)
        for each in main_line
        if not all(commit.is_merge for commit in each.merged_commits)
    ]


def _merged_branch(merge: CommitWithVerdict) -> MergedBranch:
    commits = [each for each in merge.merged_commits if not each.is_merge]
    first_commit_time = min(each.earliest_time for each in commits)
    subject = parse_merge_message(merge.commit.subject, "")
    authors = {
        each.author_email: each.author
        for each in sorted(commits, key=lambda each: each.earliest_time)
    }
    return MergedBranch(
        merge.commit,
        subject.branch_of(1) if subject else "",
        len(commits),
        max(merge.commit.commit_time - first_commit_time, 0),
        tuple(dict.fromkeys(authors.values())),
    )


def choose_period_length(main_line: Sequence[CommitWithVerdict]) -> PeriodLength:
    """Choose the length of a period by the time from the first to the last commit."""
    times = [each.commit.commit_time for each in main_line]
    days = (max(times) - min(times)) / SECONDS_PER_DAY if times else 0
    return "week" if days <= 92 else "month" if days <= 731 else "quarter"


def commits_outside_main_line(
    commits: Iterable[LogCommit], main_line: Iterable[CommitWithVerdict]
) -> list[LogCommit]:
    """Give the commits that are not on the main line and that no merge of it brought in."""
    counted_ids = {
        each.id
        for main_line_commit in main_line
        for each in (main_line_commit.commit, *main_line_commit.merged_commits)
    }
    return [each for each in commits if each.id not in counted_ids]


def count_by_period(
    main_line: Iterable[CommitWithVerdict],
    period_length: PeriodLength,
    fixups: Sequence[LogCommit],
    without_ticket: Sequence[LogCommit] | None,
    outside_main_line: Iterable[LogCommit] = (),
) -> list[Period]:
    """Count the commits of each period in which the branch got some, the oldest period first.

    ``fixups`` are all fixups that were not squashed. ``without_ticket`` are all commits without a
    ticket, None if tickets are not looked for. ``outside_main_line`` are as in
    ``commits_outside_main_line``.
    """
    fixup_ids = {each.id for each in fixups}
    ids_without_ticket = None if without_ticket is None else {each.id for each in without_ticket}
    commits_by_period: dict[str, list[CommitWithVerdict]] = {}
    for each in main_line:
        commits_by_period.setdefault(
            period_name(each.commit.commit_time, period_length), []
        ).append(each)
    outside_main_line_by_period: dict[str, list[str]] = {}
    for commit in outside_main_line:
        outside_main_line_by_period.setdefault(
            period_name(commit.commit_time, period_length), []
        ).append(commit.id)
    return [
        _period(
            name,
            commits_by_period.get(name, []),
            outside_main_line_by_period.get(name, []),
            fixup_ids,
            ids_without_ticket,
        )
        for name in sorted({*commits_by_period, *outside_main_line_by_period})
    ]


def _period(
    name: str,
    main_line: Sequence[CommitWithVerdict],
    outside_main_line: Sequence[str],
    fixups: Collection[str],
    without_ticket: Collection[str] | None,
) -> Period:
    ids = [
        *outside_main_line,
        *(
            each.id
            for main_line_commit in main_line
            for each in (main_line_commit.commit, *main_line_commit.merged_commits)
        ),
    ]
    return Period(
        *(name, len(ids)),
        merges=sum(each.verdict not in NON_MERGE_VERDICTS for each in main_line),
        semi_linear=sum(each.verdict == "semi-linear" for each in main_line),
        fixups=sum(each in fixups for each in ids),
        without_ticket=(
            None if without_ticket is None else sum(each in without_ticket for each in ids)
        ),
    )


def period_name(seconds: int, period_length: PeriodLength) -> str:
    """Give the name of the period of a time, such as 2026-W48, 2026-11 or 2026-Q4.

    ``seconds`` is the time in seconds since 1970; periods are in UTC.
    """
    time = datetime.fromtimestamp(seconds, timezone.utc)
    if period_length == "week":
        year, week, _ = time.isocalendar()
        return f"{year:04}-W{week:02}"
    if period_length == "month":
        return f"{time.year:04}-{time.month:02}"
    return f"{time.year:04}-Q{(time.month + 2) // 3}"
