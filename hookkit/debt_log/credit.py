"""The authors or tickets that the findings of a step are attributed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.debt_log.step import Step
from hookkit.git.autosquash import is_fixup
from hookkit.git.commit_message import parse_message
from hookkit.git.log import LogCommit
from hookkit.history.checks.branch_name import NameRule
from hookkit.history.checks.ticket import ticket_of, tickets_in
from hookkit.history.first_parents import HistoryStep
from hookkit.history.merge_subject import read_merge
from hookkit.phrases import counted

MAX_NAMED = 3
"""The most authors or tickets of a merge that are named; if there are more, they are counted."""

NO_TICKET = "no ticket"


class Credit(NamedTuple):
    """The changes of all steps of an author or ticket, summed up by rule.

    ``steps`` is the number of steps, ``newest`` the commit of the newest one.
    """

    name: str
    added: dict[str, int]
    removed: dict[str, int]
    steps: int
    newest: LogCommit

    @property
    def net(self) -> int:
        """How many more findings were added than removed."""
        return sum(self.added.values()) - sum(self.removed.values())

    @property
    def size(self) -> int:
        """How many findings were added or removed."""
        return sum(self.added.values()) + sum(self.removed.values())


def authors_of(step: HistoryStep) -> str:
    """Name the authors of a step: of the merged commits, or of the commit itself without any."""
    names = sorted({each.author for each in step.merged if not each.is_merge})
    if not names:
        return step.commit.author
    return _names(names, "author")


def _names(names: Sequence[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= MAX_NAMED else counted(len(names), noun)


def tickets_of(step: HistoryStep, rule: NameRule) -> str:
    """Name the tickets of a step.

    They are taken from the name of the merged branch; without any there from the message of the
    commit; without any there from the messages of the merged commits.
    """
    named = [*_of_branch(step.commit, rule)] or [*_in_message(step.commit, rule)]
    if not named:
        commits = [each for each in step.merged[::-1] if not is_fixup(each.subject)]
        named = [ticket for each in commits for ticket in _in_message(each, rule)]
    return _names([*dict.fromkeys(named)], "ticket") or NO_TICKET


def _of_branch(commit: LogCommit, rule: NameRule) -> Iterable[str]:
    found = read_merge(commit.subject, "") if commit.is_merge else None
    for name in found.branches if found else ():
        # Without its first part too, which may be the name of a remote.
        ticket = ticket_of(name, rule) or ticket_of(name.partition("/")[2], rule)
        if ticket:
            yield ticket


def _in_message(commit: LogCommit, rule: NameRule) -> Iterable[str]:
    return tickets_in(parse_message(commit.text, "\0"), rule.ticket)


def credits_of(steps: Iterable[tuple[str, LogCommit, Step]]) -> list[Credit]:
    """Sum up steps by name; names whose steps add and remove nothing are left out."""
    found: dict[str, Credit] = {}
    for name, commit, step in steps:
        had = found.get(name, Credit(name, {}, {}, 0, commit))
        added, removed = _sum(had.added, step.added), _sum(had.removed, step.removed)
        found[name] = Credit(name, added, removed, had.steps + 1, commit)
    return [each for each in found.values() if each.added or each.removed]


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {code: one.get(code, 0) + other.get(code, 0) for code in sorted({*one, *other})}
