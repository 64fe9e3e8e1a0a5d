"""Totals by author or ticket: how many findings each adds and removes on a branch.

``name_authors`` and ``name_tickets`` say to whose total a commit of the main line belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.debt_log.debt_difference import DebtDifference
from hookkit.debt_log.main_line import MainLineCommit
from hookkit.git.autosquash import is_fixup
from hookkit.git.commit_message import parse_message
from hookkit.git.log import LogCommit
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.parse_merge_message import parse_merge_message
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.phrases import plural

MAX_NAMES = 3
"""The most authors or tickets of a merge that are named; if there are more, they are counted."""

NO_TICKET = "no ticket"


class AuthorOrTicketTotals(NamedTuple):
    """What all commits with the same name add and remove, summed up by rule.

    ``name`` is an author or ticket, several of them, or their number. ``commit_count`` is the
    number of commits, ``newest`` the newest of them.
    """

    name: str
    added: dict[str, int]
    removed: dict[str, int]
    commit_count: int
    newest: LogCommit

    @property
    def net(self) -> int:
        """How many more findings were added than removed."""
        return sum(self.added.values()) - sum(self.removed.values())

    @property
    def size(self) -> int:
        """How many findings were added or removed."""
        return sum(self.added.values()) + sum(self.removed.values())


def name_authors(main_line_commit: MainLineCommit) -> str:
    """Name the authors of the merged commits, or of the commit itself if it merged none."""
    merged_commits = main_line_commit.merged_commits
    names = sorted({each.author for each in merged_commits if not each.is_merge})
    if not names:
        return main_line_commit.commit.author
    return _names_or_count(names, "author")


def _names_or_count(names: Sequence[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= MAX_NAMES else plural(len(names), noun)


def name_tickets(main_line_commit: MainLineCommit, naming_patterns: NamingPatterns) -> str:
    """Name the tickets of a commit of the main line.

    They are taken from the name of the merged branch; without any there from the message of the
    commit; without any there from the messages of the merged commits.
    """
    commit = main_line_commit.commit
    tickets = [*_branch_tickets(commit, naming_patterns)]
    tickets = tickets or [*_message_tickets(commit, naming_patterns)]
    if not tickets:
        merged_commits = main_line_commit.merged_commits[::-1]
        commits = [each for each in merged_commits if not is_fixup(each.subject)]
        tickets = [ticket for each in commits for ticket in _message_tickets(each, naming_patterns)]
    return _names_or_count([*dict.fromkeys(tickets)], "ticket") or NO_TICKET


def _branch_tickets(commit: LogCommit, naming_patterns: NamingPatterns) -> Iterable[str]:
    merge = parse_merge_message(commit.subject, "") if commit.is_merge else None
    for name in merge.branches if merge else ():
        # Without its first part too, which may be the name of a remote.
        name_below = name.partition("/")[2]
        ticket = ticket_of(name, naming_patterns) or ticket_of(name_below, naming_patterns)
        if ticket:
            yield ticket


def _message_tickets(commit: LogCommit, naming_patterns: NamingPatterns) -> Iterable[str]:
    return tickets_in(parse_message(commit.message, "\0"), naming_patterns.ticket_pattern)


def sum_by_author_or_ticket(
    differences: Iterable[tuple[str, LogCommit, DebtDifference]],
) -> list[AuthorOrTicketTotals]:
    """Sum up differences, which begin with the oldest commit, by name.

    Names whose commits add and remove nothing are left out.
    """
    found: dict[str, AuthorOrTicketTotals] = {}
    for name, commit, difference in differences:
        previous = found.get(name, AuthorOrTicketTotals(name, {}, {}, 0, commit))
        added = _sum_counts(previous.added, difference.added)
        removed = _sum_counts(previous.removed, difference.removed)
        found[name] = AuthorOrTicketTotals(name, added, removed, previous.commit_count + 1, commit)
    return [each for each in found.values() if each.added or each.removed]


def _sum_counts(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {code: first.get(code, 0) + second.get(code, 0) for code in sorted({*first, *second})}
