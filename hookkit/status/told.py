"""What a merge or a push of the branch would be told, as the checks have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import is_fixup, squash_targets
from hookkit.git.commit_message import parse_message
from hookkit.git.commits import Commit
from hookkit.history.checking.branch_context import rule_of
from hookkit.history.checks.generated_names import is_long_lived, is_merge_queue
from hookkit.history.checks.ticket import ticket_of, tickets_in
from hookkit.history.finding import Level
from hookkit.phrases import counted
from hookkit.settings.bounded_pattern import SlowPattern
from hookkit.settings.schema import Settings
from hookkit.status.ahead_behind import AheadBehind


class Told(NamedTuple):
    """A rule that is broken, what becomes of it, and in words what it is about."""

    rule: str
    level: Level
    sentence: str


class BranchFacts(NamedTuple):
    """A topic branch against its target: its ticket, and how many of its commits lack something.

    ``fixups`` are those to squash, ``orphans`` those of them that have no commit on the branch.
    """

    ticket: str | None = None
    without_ticket: int = 0
    fixups: int = 0
    orphans: int = 0
    merges: int = 0


def branch_facts(settings: Settings, branch: str, commits: Sequence[Commit]) -> BranchFacts:
    """Look at the commits of a branch, the newest first."""
    own = [each for each in reversed(commits) if len(each.parents) < 2]
    numbers = squash_targets([(each.id, each.shown_subject) for each in own])
    fixups = [at for at, each in enumerate(own) if is_fixup(each.shown_subject)]
    orphans = sum(numbers[at] == at for at in fixups)
    merges = len(commits) - len(own)
    try:
        ticket = ticket_of(branch, rule_of(settings)) if branch else None
        bare = sum(_lacks_ticket(settings, each) for each in own) if settings.ticket_pattern else 0
    except SlowPattern:
        ticket, bare = None, 0
    return BranchFacts(ticket, bare, len(fixups), orphans, merges)


def _lacks_ticket(settings: Settings, commit: Commit) -> bool:
    message = parse_message(commit.shown_message, "\0")
    return not message.is_fixup and not tickets_in(message, settings.ticket_pattern)


def told_of_topic(
    settings: Settings, branch: str, target: str, apart: AheadBehind, facts: BranchFacts
) -> Iterator[Told]:
    """Give what is said of a topic; ``target`` is the branch that it is merged into, as named."""
    rule = rule_of(settings)
    try:
        is_wrong = bool(settings.branch_pattern and branch) and not (
            rule.is_free(branch) or rule.expression.fullmatch(branch)
        )
    except SlowPattern:
        is_wrong = False
    if is_wrong:
        sentence = f"the name does not match {settings.branch_pattern}"
        yield Told("HK101", settings.level("branch-name", "warn"), sentence)
    rebase = settings.level("rebase-before-merge", "refuse")
    if apart.ahead and apart.behind and not (is_long_lived(branch) or is_merge_queue(branch)):
        lacks = counted(apart.behind, "commit")
        yield Told("HK301", rebase, f"it lacks {lacks} of {target}")
    if facts.merges and not is_merge_queue(branch):
        yield Told("HK304", rebase, f"it has {counted(facts.merges, 'merge')} in it")
    squash = settings.level("fixups", "refuse")
    if facts.fixups > facts.orphans:
        number = counted(facts.fixups - facts.orphans, "commit")
        yield Told("HK601", squash, f"{number} to squash before")
    if facts.orphans:
        number = counted(facts.orphans, "commit")
        yield Told("HK602", squash, f"{number} to squash into none of the branch")
    if facts.without_ticket and facts.ticket:
        number = counted(facts.without_ticket, "commit")
        yield Told("HK701", settings.level("ticket", "warn"), f"{number} without a ticket")


def told_of_protected(settings: Settings, branch: str, commits: Sequence[Commit]) -> Iterator[Told]:
    """Give what is said of commits that a protected branch has got and no remote has."""
    direct = sum(len(each.parents) < 2 for each in _first_parents(commits))
    if direct:
        sentence = f"{counted(direct, 'commit')} went to {branch} without a merge"
        yield Told("HK401", settings.level("history", "warn"), sentence)


def _first_parents(commits: Sequence[Commit]) -> Iterator[Commit]:
    known = {each.id: each for each in commits}
    commit = commits[0] if commits else None
    while commit is not None:
        yield commit
        commit = known.get(commit.parents[0]) if commit.parents else None
