"""The figures of a span of history for ``hookkit history-report``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.autosquash import is_fixup
from hookkit.git.commit_message import parse_message
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LogCommit, commit_time, read_history
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import name_rule_of, resolve_commit
from hookkit.history.checks.branch_name import NameRule
from hookkit.history.checks.commit_verdicts import (
    CommitVerdict,
    CommitWithVerdict,
    verdicts_of_line,
)
from hookkit.history.checks.ticket import ticket_of, tickets_in
from hookkit.history.merge_subject import parse_merge_message
from hookkit.history.refs.branch import find_current_branch, full_ref_name
from hookkit.history.refs.targets import bare_name, find_target
from hookkit.history.statistics.figures import (
    UNMERGED,
    Branches,
    CommitPlaces,
    Period,
    PeriodLength,
    Tally,
    Totals,
    branches_of,
    period_for,
    periods_of,
    requests_in,
    tallies,
    uncounted_commits,
)
from hookkit.settings.schema import Settings

YEAR = 365 * 86_400


class Span(NamedTuple):
    """A span of history.

    ``base`` and ``tip`` are ids; if ``base`` is None, the span goes back to the first commit.
    ``branch`` is the name of the branch that the span belongs to, "" if unknown. ``words`` describe
    the span.
    """

    base: str | None
    tip: str
    branch: str
    words: str


def span_of(git: Git, settings: Settings, variables: Mapping[str, str], name: str | None) -> Span:
    """Find the span of ``name``: A..B or all of a branch; for None, the target's last year.

    Raises EnvironmentFailed if ``name`` is no commit.
    """
    if name is None:
        return _last_year(git, settings, variables)
    if ".." not in name:
        return Span(None, _commit(git, name), _branch(git, settings, name), f"all of {name}")
    old, _, new = name.replace("...", "..").partition("..")
    old, new = old or "HEAD", new or "HEAD"
    branch = _branch(git, settings, new)
    return Span(_commit(git, old), _commit(git, new), branch, f"{old}..{new}")


def _commit(git: Git, name: str) -> str:
    found = resolve_commit(git, name)
    if found is not None:
        return found
    repair = "git fetch --unshallow" if git.is_shallow else "git log --oneline --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


def _branch(git: Git, settings: Settings, name: str) -> str:
    """Give the name of a branch without its remote; if ``name`` is no branch, that of the target.

    "" if there is no target either.
    """
    for candidate in (HEADS + name, name):
        bare = bare_name(full_ref_name(git, candidate))
        if bare:
            return bare
    target = find_target(git, settings.target or None)
    return target.name if target else ""


def _last_year(git: Git, settings: Settings, variables: Mapping[str, str]) -> Span:
    target = find_target(git, settings.target or None)
    if target is None:
        branch = find_current_branch(git, variables).name or ""
        shown, tip = branch or "HEAD", git.resolve("HEAD")
    else:
        branch = target.name
        shown = target.ref.removeprefix(HEADS).removeprefix(REMOTES)
        tip = git.resolve(target.ref)
    if tip is None:
        raise EnvironmentFailed("there is no commit here yet", "git commit")
    # The year ends at the last commit, not today, so that an inactive project has a last year too.
    since = commit_time(git, tip) - YEAR
    line = ("rev-list", "-1", "--first-parent", f"--before=@{since}")
    base = git.line(*line, tip, "--") if since > 0 else ""
    return Span(base or None, tip, branch, f"{shown}, {'its last year' if base else 'all of it'}")


class Unticketed(NamedTuple):
    """The commits without a ticket, and the number of commits that need one.

    Merges and fixups need no ticket.
    """

    tally: Tally
    of: int


class HistoryReport(NamedTuple):
    """The history of ``branch`` in figures.

    ``subject`` names the span. ``verdicts`` are the verdicts on the commits of the branch's
    first-parent line. ``requests`` is the number of direct commits that name a pull or merge
    request. ``unticketed`` is None if tickets are not looked for. ``is_cut`` says that a shallow
    clone lacks a part of the history.
    """

    subject: str
    branch: str
    totals: Totals
    places: CommitPlaces
    verdicts: Mapping[CommitVerdict, Tally]
    requests: int
    fixups: Tally
    unticketed: Unticketed | None
    branches: Branches
    by: PeriodLength
    periods: tuple[Period, ...]
    is_cut: bool

    @property
    def decided_merges(self) -> int:
        """The number of merges of the line with a verdict other than "unknown"."""
        return self.places.line - sum(self.verdicts[each].number for each in UNMERGED)


def history_report(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    name: str | None = None,
    by: PeriodLength | None = None,
) -> HistoryReport:
    """Report on A..B, on all of a branch, or, if ``name`` is None, on the target's last year.

    ``by`` is the length of a period, None to choose one by the time span. Raises EnvironmentFailed
    if ``name`` is no commit.
    """
    span = span_of(git, settings, variables, name)
    rule = name_rule_of(settings)
    history = read_history(git, span.base, span.tip, with_text=bool(rule.ticket))
    cut = shallow_boundary(git)
    steps = verdicts_of_line(history, span.base, cut, span.branch)
    is_cut = any(each.id in cut for each in history)
    return _figures(span, rule, history, steps, by or period_for(steps), is_cut)


def _figures(
    span: Span,
    rule: NameRule,
    history: Sequence[LogCommit],
    steps: Sequence[CommitWithVerdict],
    by: PeriodLength,
    is_cut: bool,
) -> HistoryReport:
    fixups = [each for each in history if is_fixup(each.subject) and not each.is_merge]
    needing = [each for each in history if not (is_fixup(each.subject) or each.is_merge)]
    unticketed = _unticketed_commits(needing, steps, rule) if rule.ticket else None
    uncounted = uncounted_commits(history, steps)
    return HistoryReport(
        *(span.words, span.branch, Totals.of(history)),
        places=CommitPlaces.of(steps, uncounted),
        verdicts=tallies(steps),
        requests=requests_in(steps),
        fixups=Tally.of(fixups),
        unticketed=None if unticketed is None else Unticketed(Tally.of(unticketed), len(needing)),
        branches=Branches.of(branches_of(steps)),
        by=by,
        periods=tuple(periods_of(steps, by, fixups, unticketed, uncounted)),
        is_cut=is_cut,
    )


def _unticketed_commits(
    commits: Iterable[LogCommit], steps: Iterable[CommitWithVerdict], rule: NameRule
) -> list[LogCommit]:
    """Give the commits without a ticket in their message or in the merge that brought them in."""
    ticketed = (step for step in steps if _names_ticket(step.commit, rule))
    covered = {each.id for step in ticketed for each in step.merged_commits}
    return [
        each
        for each in commits
        if each.id not in covered and not tickets_in(parse_message(each.text, "\0"), rule.ticket)
    ]


def _names_ticket(merge: LogCommit, rule: NameRule) -> bool:
    if not merge.is_merge:
        return False
    merge_subject = parse_merge_message(merge.subject, "")
    branches = merge_subject.branches if merge_subject else ()
    # The first part of a name may be a remote, so the name is tried without it too.
    names = (each for name in branches for each in (name, name.partition("/")[2]))
    is_in_branch_name = any(ticket_of(each, rule) for each in names)
    return is_in_branch_name or bool(tickets_in(parse_message(merge.text, "\0"), rule.ticket))
