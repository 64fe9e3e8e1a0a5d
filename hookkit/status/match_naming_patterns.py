"""The ticket and the name of a branch, matched with the patterns of the settings.

Imported only if a pattern is set: compiling patterns takes longer than all the rest of the status.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.commit_message import parse_message
from hookkit.git.commits import Commit
from hookkit.history.find_tickets import ticket_of, tickets_in
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.settings.definitions import Settings
from hookkit.settings.time_limited_pattern import SlowPattern


def ticket_and_without_ticket_count(
    settings: Settings, branch: str, commits: Sequence[Commit]
) -> tuple[str | None, int]:
    """Give the ticket of a branch, None for none, and the number of commits without a ticket.

    ``branch`` is "" for no branch. The result is (None, 0) if a pattern takes too long.
    """
    try:
        ticket = ticket_of(branch, naming_patterns_of(settings)) if branch else None
        messages = (parse_message(each.decoded_message, "\0") for each in commits)
        return ticket, sum(
            not each.is_fixup and not tickets_in(each, settings.ticket_pattern) for each in messages
        )
    except SlowPattern:
        return None, 0


def breaks_branch_pattern(settings: Settings, branch: str) -> bool:
    """Whether the name of a branch must match ``branch_pattern`` and does not.

    False if the pattern takes too long.
    """
    patterns = naming_patterns_of(settings)
    try:
        return not (patterns.is_exempt(branch) or patterns.compiled_pattern.fullmatch(branch))
    except SlowPattern:
        return False
