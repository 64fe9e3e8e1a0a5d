"""The kinds of the commits on the main line, as a history report tells them apart."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.history.checks.commit_verdicts import RULE_OF_VERDICT
from hookkit.history.statistics.history_counts import NON_MERGE_VERDICTS, Tally
from hookkit.history.statistics.history_report import HistoryReport


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
        if tally.number and verdict not in NON_MERGE_VERDICTS
    ]


def kinds_of_other_commits(report: HistoryReport) -> list[CommitKind]:
    """Give the other commits of the main line: direct, unknown, and the first commit."""
    kinds = [
        CommitKind(each, RULE_OF_VERDICT.get(each, ""), report.verdicts[each])
        for each in NON_MERGE_VERDICTS
    ]
    kinds.append(CommitKind("first commit", "", Tally(report.commit_counts.roots, None)))
    return [each for each in kinds if each.tally.number]
