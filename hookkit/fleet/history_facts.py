"""The facts for ``hookkit fleet check``: the checks of a repository's history since a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.fleet.default_branch_and_settings import (
    DefaultBranch,
    find_default_branch,
)
from hookkit.fleet.inspection import Facts
from hookkit.fleet.isolated_copy import isolated_copy
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.repository_fingerprint import git_config_file_paths
from hookkit.fleet.untrusted_repository import open_untrusted_repository
from hookkit.git.commit_message import parse_message
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LogCommit, commit_time, read_history
from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.check_runs.range_checks import check_range
from hookkit.history.checks.commit_verdicts import CommitWithVerdict, main_line_verdicts
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.finding import Finding, kind_of
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.read_forge_links import read_forge_links
from hookkit.history.refs.naming_patterns import NamingPatterns, naming_patterns_of
from hookkit.history.refs.target_branch import with_protected_branch
from hookkit.history.statistics.history_counts import NON_MERGE_VERDICTS, period_name
from hookkit.history.statistics.history_report import SECONDS_PER_YEAR
from hookkit.settings.definitions import Settings
from hookkit.settings.effective_settings import REPOSITORY_SCOPE, make_settings

MAX_COMMITS = 300
"""How many of the newest commits of the main line are stored for a repository."""

MAX_FINDINGS = 200
MAX_TICKETS = 5


class HistoryFacts(NamedTuple):
    """The checked history of the default branch of a repository, from ``since`` to ``tip``.

    ``since`` and ``committed`` (the time of ``tip``) are in seconds since 1970. ``rules`` counts
    the findings by broken rule, ``refused`` the findings that are more than warnings, ``unknown``
    the findings whose answer is unknown. ``months`` has the commits of each month, its merges, and
    its semi-linear merges. ``steps`` are the commits of the main line, the newest first, each with
    its verdict, the number of commits that it merged, the merged branch, and tickets. ``is_cut`` is
    True if the history of a shallow clone does not reach back to ``since``. ``commit_page`` is
    the URL of the page of a commit without its id, made from the URL of a remote; ``ticket_page``
    is the setting ``ticket_url``; "" for none.
    """

    branch: str
    tip: str = ""
    since: int | None = None
    committed: int | None = None
    commits: int = 0
    merges: int = 0
    semi_linear: int = 0
    rules: dict[str, int] = {}
    refused: int = 0
    unknown: int = 0
    findings: tuple[dict[str, str], ...] = ()
    months: tuple[dict[str, object], ...] = ()
    steps: tuple[dict[str, object], ...] = ()
    is_cut: bool = False
    commit_page: str = ""
    ticket_page: str = ""


def inspect_history(repository: ListedRepository, since: str) -> tuple[Facts, list[str]]:
    """Check the history of the default branch of a repository from ``since`` on.

    ``since`` is in seconds since 1970, "" means the last year. Gives the facts, and the files on
    which they depend besides its refs. Raises HookkitError if the repository cannot be read.
    """
    git = open_untrusted_repository(repository.path)
    with git.batch_session():
        branch = find_default_branch(git, repository.default_branch)
        settings = make_settings(branch.settings)
        facts = HistoryFacts(
            branch.name,
            since=int(since) if since else None,
            commit_page=read_forge_links(git, settings).commit_url_prefix,
            ticket_page=settings.ticket_url,
        )
        if branch.commit:
            settings = with_protected_branch(settings, branch.name)
            with isolated_copy(git) as isolated, isolated.batch_session():
                facts = _read_facts(isolated, settings, branch, facts)
    return facts._asdict(), git_config_file_paths(git, REPOSITORY_SCOPE)


def _read_facts(
    git: Git, settings: Settings, branch: DefaultBranch, branch_facts: HistoryFacts
) -> HistoryFacts:
    committed = commit_time(git, branch.commit)
    start = committed - SECONDS_PER_YEAR if branch_facts.since is None else branch_facts.since
    base, is_cut = _base_commit(git, branch.commit, start)
    checked = CheckResult("")
    history: list[LogCommit] = []
    main_line: list[CommitWithVerdict] = []
    naming_patterns = naming_patterns_of(settings)
    if base != branch.commit:
        checked = check_range(git, settings, {}, base, branch.ref, max_dry_runs=0)
        history = read_history(
            git, base, branch.commit, with_messages=bool(naming_patterns.ticket_pattern)
        )
        main_line = main_line_verdicts(history, base, shallow_boundary(git), branch.name)
    merges = [each for each in main_line if each.verdict not in NON_MERGE_VERDICTS]
    broken = [each for each in checked.findings if each.answer == "no"]
    return branch_facts._replace(
        since=start,
        tip=branch.commit,
        committed=committed,
        commits=len(history),
        merges=len(merges),
        semi_linear=sum(each.verdict == "semi-linear" for each in merges),
        rules=dict(sorted(Counter(each.rule for each in broken).items())),
        refused=sum(each.level == "refuse" for each in broken),
        unknown=sum(each.answer == "unknown" for each in checked.findings),
        findings=tuple(map(_finding_fields, checked.findings[:MAX_FINDINGS])),
        months=tuple(_month_counts(main_line)),
        steps=tuple(_commit_fields(main_line[::-1][:MAX_COMMITS], naming_patterns)),
        is_cut=is_cut,
    )


def _base_commit(git: Git, tip: str, since: int) -> tuple[str, bool]:
    """Give the last commit of the branch before a time, and whether a shallow clone ends after it.

    If the branch began later, its first commit is given.
    """
    command = ("rev-list", "--first-parent")
    base = git.line(*command, "-1", f"--before=@{max(since, 0)}", tip, "--")
    if base:
        return base, False
    root = git.line(*command, "--max-parents=0", tip, "--")
    if not root:
        raise EnvironmentFailed(f"the history of {tip} has no beginning: it is damaged")
    return root, root in shallow_boundary(git)


def _finding_fields(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "kind": kind_of(finding),
        "place": finding.place,
        "sentence": finding.sentence,
    }


def _month_counts(main_line: Sequence[CommitWithVerdict]) -> Iterator[dict[str, object]]:
    """Count the commits and merges of each month."""
    commits_by_month: dict[str, list[CommitWithVerdict]] = {}
    for each in main_line:
        commits_by_month.setdefault(period_name(each.commit.commit_time, "month"), []).append(each)
    for month, in_month in sorted(commits_by_month.items()):
        merges = [each for each in in_month if each.verdict not in NON_MERGE_VERDICTS]
        yield {
            "month": month,
            "commits": sum(1 + len(each.merged_commits) for each in in_month),
            "merges": len(merges),
            "semi_linear": sum(each.verdict == "semi-linear" for each in merges),
        }


def _commit_fields(
    main_line: Sequence[CommitWithVerdict], naming_patterns: NamingPatterns
) -> Iterator[dict[str, object]]:
    for each in main_line:
        merge_message = (
            parse_merge_message(each.commit.subject, "") if each.commit.is_merge else None
        )
        name = merge_message.branch_of(1) if merge_message is not None else ""
        yield {
            "commit": each.commit.id,
            "subject": each.commit.subject[:200],
            "when": each.commit.commit_time,
            "verdict": each.verdict,
            "brought": len(each.merged_commits),
            "branch": name,
            "tickets": _tickets(each, name, naming_patterns),
        }


def _tickets(commit: CommitWithVerdict, branch: str, naming_patterns: NamingPatterns) -> list[str]:
    """Give the tickets in ``branch``, the commit's message and the messages that it merged."""
    if not naming_patterns.ticket_pattern:
        return []
    branch_ticket = ticket_of(branch, naming_patterns) if branch else None
    tickets = [branch_ticket] if branch_ticket else []
    for each in (commit.commit, *commit.merged_commits):
        tickets += tickets_in(parse_message(each.message, "\0"), naming_patterns.ticket_pattern)
    return list(dict.fromkeys(tickets))[:MAX_TICKETS]
