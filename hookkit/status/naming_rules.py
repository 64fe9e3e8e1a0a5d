"""A branch compared with the patterns of the settings: its ticket, its commits, its name.

Imported only where a pattern is set: compiling them takes longer than the rest of the screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.commit_message import parse_message
from hookkit.git.commits import Commit
from hookkit.history.checking.branch_context import name_rule_of
from hookkit.history.checks.ticket import ticket_of, tickets_in
from hookkit.settings.bounded_pattern import SlowPattern
from hookkit.settings.schema import Settings


def ticket_and_missing(
    settings: Settings, branch: str, commits: Sequence[Commit]
) -> tuple[str | None, int]:
    """Give the ticket of a branch ("" for no branch), and how many of its commits name none."""
    try:
        ticket = ticket_of(branch, name_rule_of(settings)) if branch else None
        return ticket, sum(_has_no_ticket(settings, each) for each in commits)
    except SlowPattern:
        return None, 0


def _has_no_ticket(settings: Settings, commit: Commit) -> bool:
    message = parse_message(commit.shown_message, "\0")
    return not message.is_fixup and not tickets_in(message, settings.ticket_pattern)


def is_wrong_name(settings: Settings, branch: str) -> bool:
    """Whether the name of a branch does not match ``branch_pattern``."""
    rule = name_rule_of(settings)
    try:
        return not (rule.is_free(branch) or rule.expression.fullmatch(branch))
    except SlowPattern:
        return False
