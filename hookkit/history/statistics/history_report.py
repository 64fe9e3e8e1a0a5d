"""The history report of a range of commits, for ``hookkit history-report``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.autosquash import is_fixup
from hookkit.git.commit_message import parse_message
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LogCommit, commit_time, read_history
from hookkit.git.refs import HEADS, REMOTES, full_ref_name, resolve_commit
from hookkit.git.runner import Git
from hookkit.history.checks.commit_verdicts import (
    CommitVerdict,
    CommitWithVerdict,
    main_line_verdicts,
)
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.refs.branch_names_and_protection import bare_name
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.naming_patterns import NamingPatterns, naming_patterns_of
from hookkit.history.refs.target_branch import find_target
from hookkit.history.statistics.history_counts import (
    NON_MERGE_VERDICTS,
    BranchStatistics,
    CommitCounts,
    Period,
    PeriodLength,
    Tally,
    Totals,
    choose_period_length,
    commits_outside_main_line,
    count_by_period,
    count_by_verdict,
    count_direct_commits_with_pull_request,
    merged_branches,
)
from hookkit.settings.definitions import Settings

SECONDS_PER_YEAR = 365 * 86_400


class ReportRange(NamedTuple):
    """A range of history.

    ``base`` and ``tip`` are ids; if ``base`` is None, the range goes back to the first commit.
    ``branch`` is the name of the branch that the range belongs to, "" if unknown. ``description``
    describes it in words.
    """

    base: str | None
    tip: str
    branch: str
    description: str


def _find_report_range(
    git: Git, settings: Settings, variables: Mapping[str, str], name: str | None
) -> ReportRange:
    """Find the range of ``name``: A..B or all of a branch; for None, the target's last year.

    Raises EnvironmentFailed if ``name`` is no commit.
    """
    if name is None:
        return _last_year(git, settings, variables)
    if ".." not in name:
        return ReportRange(
            None, _resolve_commit(git, name), _branch_name(git, settings, name), f"all of {name}"
        )
    old_name, _, new_name = name.replace("...", "..").partition("..")
    old_name, new_name = old_name or "HEAD", new_name or "HEAD"
    branch = _branch_name(git, settings, new_name)
    return ReportRange(
        _resolve_commit(git, old_name),
        _resolve_commit(git, new_name),
        branch,
        f"{old_name}..{new_name}",
    )


def _resolve_commit(git: Git, name: str) -> str:
    commit_id = resolve_commit(git, name)
    if commit_id is not None:
        return commit_id
    repair = "git fetch --unshallow" if git.is_shallow else "git log --oneline --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


def _branch_name(git: Git, settings: Settings, name: str) -> str:
    """Give the name of a branch without its remote; if ``name`` is no branch, that of the target.

    "" if there is no target either.
    """
    for candidate in (HEADS + name, name):
        branch = bare_name(full_ref_name(git, candidate))
        if branch:
            return branch
    target = find_target(git, settings.target or None)
    return target.name if target else ""


def _last_year(git: Git, settings: Settings, variables: Mapping[str, str]) -> ReportRange:
    target = find_target(git, settings.target or None)
    if target is None:
        branch = find_current_branch(git, variables).name or ""
        shown_name, tip = branch or "HEAD", git.resolve("HEAD")
    else:
        branch = target.name
        shown_name = target.ref.removeprefix(HEADS).removeprefix(REMOTES)
        tip = git.resolve(target.ref)
    if tip is None:
        raise EnvironmentFailed("there is no commit here yet", "git commit")
    # The year ends at the last commit, not today, so that an inactive project has a last year too.
    since = commit_time(git, tip) - SECONDS_PER_YEAR
    command = ("rev-list", "-1", "--first-parent", f"--before=@{since}")
    base = git.line(*command, tip, "--") if since > 0 else ""
    return ReportRange(
        base or None, tip, branch, f"{shown_name}, {'its last year' if base else 'all of it'}"
    )


class MissingTickets(NamedTuple):
    """The commits without a ticket, and the number of commits that need one.

    Merges and fixups need no ticket.
    """

    tally: Tally
    needing_count: int


class HistoryReport(NamedTuple):
    """The history of ``branch`` in figures.

    ``range_description`` describes the range. ``verdicts`` are the verdicts on the commits of the
    main line. ``direct_with_pull_request_count`` is the number of direct commits that name a pull
    or merge request. ``missing_tickets`` is None if tickets are not looked for. ``is_shallow`` says
    that a shallow clone lacks a part of the history.
    """

    range_description: str
    branch: str
    totals: Totals
    commit_counts: CommitCounts
    verdicts: Mapping[CommitVerdict, Tally]
    direct_with_pull_request_count: int
    fixups: Tally
    missing_tickets: MissingTickets | None
    branches: BranchStatistics
    period_length: PeriodLength
    periods: tuple[Period, ...]
    is_shallow: bool

    @property
    def decided_merge_count(self) -> int:
        """The number of merges of the main line with a verdict other than "unknown"."""
        return self.commit_counts.on_main_line - sum(
            self.verdicts[each].commit_count for each in NON_MERGE_VERDICTS
        )


def history_report(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    name: str | None = None,
    period_length: PeriodLength | None = None,
) -> HistoryReport:
    """Report on A..B, on all of a branch, or, if ``name`` is None, on the target's last year.

    ``period_length`` is the length of a period, None to choose one by the time span. Raises
    EnvironmentFailed if ``name`` is no commit.
    """
    report_range = _find_report_range(git, settings, variables, name)
    naming_patterns = naming_patterns_of(settings)
    history = read_history(
        git, report_range.base, report_range.tip, with_messages=bool(naming_patterns.ticket_pattern)
    )
    shallow_ids = shallow_boundary(git)
    main_line = main_line_verdicts(history, report_range.base, shallow_ids, report_range.branch)
    is_shallow = any(each.id in shallow_ids for each in history)
    return _make_report(
        report_range,
        naming_patterns,
        history,
        main_line,
        period_length or choose_period_length(main_line),
        is_shallow,
    )


def _make_report(
    report_range: ReportRange,
    naming_patterns: NamingPatterns,
    history: Sequence[LogCommit],
    main_line: Sequence[CommitWithVerdict],
    period_length: PeriodLength,
    is_shallow: bool,
) -> HistoryReport:
    fixups = [each for each in history if is_fixup(each.subject) and not each.is_merge]
    commits_needing_ticket = [
        each for each in history if not (is_fixup(each.subject) or each.is_merge)
    ]
    missing_tickets = (
        _commits_without_ticket(commits_needing_ticket, main_line, naming_patterns)
        if naming_patterns.ticket_pattern
        else None
    )
    outside_main_line = commits_outside_main_line(history, main_line)
    return HistoryReport(
        *(report_range.description, report_range.branch, Totals.from_commits(history)),
        commit_counts=CommitCounts.from_verdicts(main_line, outside_main_line),
        verdicts=count_by_verdict(main_line),
        direct_with_pull_request_count=count_direct_commits_with_pull_request(main_line),
        fixups=Tally.from_commits(fixups),
        missing_tickets=(
            None
            if missing_tickets is None
            else MissingTickets(Tally.from_commits(missing_tickets), len(commits_needing_ticket))
        ),
        branches=BranchStatistics.from_branches(merged_branches(main_line)),
        period_length=period_length,
        periods=tuple(
            count_by_period(main_line, period_length, fixups, missing_tickets, outside_main_line)
        ),
        is_shallow=is_shallow,
    )


def _commits_without_ticket(
    commits: Iterable[LogCommit],
    main_line: Iterable[CommitWithVerdict],
    naming_patterns: NamingPatterns,
) -> list[LogCommit]:
    """Give the commits without a ticket in their message or in the merge that brought them in."""
    ticketed_merges = (each for each in main_line if _names_ticket(each.commit, naming_patterns))
    covered_ids = {each.id for merge in ticketed_merges for each in merge.merged_commits}
    return [
        each
        for each in commits
        if each.id not in covered_ids
        and not tickets_in(parse_message(each.message, "\0"), naming_patterns.ticket_pattern)
    ]


def _names_ticket(merge: LogCommit, naming_patterns: NamingPatterns) -> bool:
    if not merge.is_merge:
        return False
    merge_message = parse_merge_message(merge.subject, "")
    branches = merge_message.branches if merge_message else ()
    # The first part of a name may be a remote, so the name is tried without it too.
    names = (each for name in branches for each in (name, name.partition("/")[2]))
    is_in_branch_name = any(ticket_of(each, naming_patterns) for each in names)
    return is_in_branch_name or bool(
        tickets_in(parse_message(merge.message, "\0"), naming_patterns.ticket_pattern)
    )
