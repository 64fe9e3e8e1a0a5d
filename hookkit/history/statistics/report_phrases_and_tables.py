"""Phrases and tables of a history report, the same in rows, in Markdown, on a page, in charts."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.history.checks.commit_verdicts import RULE_OF_VERDICT
from hookkit.history.statistics.history_counts import (
    NON_MERGE_VERDICTS,
    MergedBranch,
    Percentiles,
    Tally,
)
from hookkit.history.statistics.history_report import HistoryReport, MissingTickets
from hookkit.phrases import date_of, duration, percent, plural, short_id


class CommitKind(NamedTuple):
    """Commits of one kind on the main line.

    ``name`` is the name of the kind, ``rule`` the id of the rule that they break, "" for none.
    """

    name: str
    rule: str
    tally: Tally


def kinds_of_merges(report: HistoryReport) -> list[CommitKind]:
    """Give the verdicts that merges have; they add up to the number of merges in the headline."""
    return [
        CommitKind(verdict, RULE_OF_VERDICT.get(verdict, ""), tally)
        for verdict, tally in report.verdicts.items()
        if tally.commit_count and verdict not in NON_MERGE_VERDICTS
    ]


def kinds_of_other_commits(report: HistoryReport) -> list[CommitKind]:
    """Give the other commits of the main line: direct, unknown, and the first commit."""
    kinds = [
        CommitKind(each, RULE_OF_VERDICT.get(each, ""), report.verdicts[each])
        for each in NON_MERGE_VERDICTS
    ]
    kinds.append(CommitKind("first commit", "", Tally(report.commit_counts.roots, None)))
    return [each for each in kinds if each.tally.commit_count]


def totals_phrase(report: HistoryReport) -> str:
    """Give the numbers of all commits and authors, with the first and the last day."""
    commits, _, authors, first, last = report.totals
    if first is None or last is None:
        return "no commit"
    days = " to ".join(dict.fromkeys((date_of(first), date_of(last))))
    return f"{plural(commits, 'commit')} by {plural(authors, 'author')}: {days}"


def commit_counts_phrase(report: HistoryReport) -> str:
    """Count the commits on the main line, merged into it and outside of it: all commits."""
    on_main_line, roots, merged, outside_main_line = report.commit_counts
    phrases = [
        f"{on_main_line + roots:,} on {main_line_name(report)} itself",
        f"{merged:,} brought in by merges",
    ]
    if outside_main_line:
        phrases.append(f"{outside_main_line:,} outside of it")
    return ", ".join(phrases)


def main_line_name(report: HistoryReport) -> str:
    """Name the branch whose main line the report is about."""
    return report.branch or "the line"


def headline(report: HistoryReport) -> str:
    """Give the share of the merges that are semi-linear."""
    semi_linear, merges = report.verdicts["semi-linear"].commit_count, report.decided_merge_count
    if not merges:
        return f"No merge on {main_line_name(report)}"
    verb = "is" if merges == 1 else "are"
    share = f"{percent(semi_linear, merges)} of {plural(merges, 'merge')}"
    return f"{share} on {main_line_name(report)} {verb} semi-linear"


def other_commits_title(report: HistoryReport) -> str:
    """Count the commits of ``kinds_of_other_commits``."""
    number = sum(each.tally.commit_count for each in kinds_of_other_commits(report))
    kind = "other commit" if report.decided_merge_count else "commit"
    return f"{plural(number, kind)} on {main_line_name(report)}"


def branch_count_phrase(report: HistoryReport) -> str:
    """Give the number of branches, with the number of merges if the two differ."""
    number, merges = report.branches.branch_count, report.decided_merge_count
    branches = "1 branch" if number == 1 else f"{number:,} branches"
    return f"{branches}, of {plural(merges, 'merge')}" if number != merges else branches


def lifetimes_phrase(numbers: Percentiles) -> str:
    """Give the times from first commit to merge."""
    return f"median {duration(numbers.median)}, 90% within {duration(numbers.p90)}"


def branch_sizes_phrase(numbers: Percentiles) -> str:
    """Give the sizes of the branches in commits."""
    median = f"{numbers.median:g}"
    noun = "commit" if median == "1" else "commits"
    return f"median {median} {noun}, 90% at most {numbers.p90:,.0f}"


def branch_label(branch: MergedBranch) -> str:
    """Name a branch, by the id of its merge if the merge message does not name the branch."""
    return branch.name or f"merged by {short_id(branch.merge.id)}"


def report_notes(report: HistoryReport) -> list[str]:
    """Give the notes on what the figures do not show."""
    notes = []
    on_main_line = report.commit_counts.on_main_line
    if on_main_line and on_main_line == report.verdicts["direct"].commit_count:
        notes.append("the history is linear: what was a branch cannot be seen")
    if report.direct_with_pull_request_count:
        direct_commits = plural(report.direct_with_pull_request_count, "direct commit")
        verb = "names" if report.direct_with_pull_request_count == 1 else "name"
        notes.append(
            f"{direct_commits} {verb} a pull or merge request: squashed or rebased by a server"
        )
    if report.missing_tickets is None:
        notes.append("tickets are not looked for: ticket_pattern is not set")
    if report.is_shallow:
        notes.append("this clone is shallow: what lies below its oldest commits is unknown")
    return notes


def missing_tickets_phrase(missing_tickets: MissingTickets) -> str:
    """Say how many of the commits that need a ticket have none."""
    verb = "has" if missing_tickets.tally.commit_count == 1 else "have"
    commits = plural(missing_tickets.needing_count, "commit")
    return f"{missing_tickets.tally.commit_count:,} of {commits} that need a ticket {verb} none"


def period_table(report: HistoryReport) -> list[tuple[str, ...]]:
    """Give the table of the periods: the column headings, and then the cells of each period."""
    table = [("commits", "merges", "semi-linear", "fixups", "no ticket")]
    for each in report.periods:
        share = percent(each.semi_linear, each.merges)
        without_ticket = f"{each.without_ticket or 0:,}"
        table.append(
            (f"{each.commits:,}", f"{each.merges:,}", share, f"{each.fixups:,}", without_ticket)
        )
    # If tickets are not looked for, their column is left out.
    return [cells[: -1 if report.missing_tickets is None else None] for cells in table]
