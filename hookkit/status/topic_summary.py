"""The summary of a topic: its ticket, and how many of its commits have which fault."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.autosquash import is_fixup, squash_targets
from hookkit.git.commits import Commit
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import Settings


class TopicSummary(NamedTuple):
    """The ticket of a topic (None: no ticket), and how many of its commits have which fault.

    ``fixup_count`` is the number of commits to squash. ``targetless_fixup_count`` is the number of
    those fixups whose commit is not on the branch.
    """

    ticket: str | None = None
    without_ticket_count: int = 0
    fixup_count: int = 0
    targetless_fixup_count: int = 0
    merge_count: int = 0


def summarize_topic(settings: Settings, branch: str, commits: Sequence[Commit]) -> TopicSummary:
    """Find the ticket of a topic, and count its ``commits`` (the newest first) by their faults."""
    without_merges = [each for each in reversed(commits) if len(each.parents) < 2]
    targets = squash_targets([(each.id, each.decoded_subject) for each in without_merges])
    fixups = [index for index, each in enumerate(without_merges) if is_fixup(each.decoded_subject)]
    targetless_fixup_count = sum(targets[index] == index for index in fixups)
    merge_count = len(commits) - len(without_merges)
    ticket, without_ticket_count = None, 0
    if settings.ticket_pattern:
        from hookkit.status.match_naming_patterns import ticket_and_without_ticket_count

        ticket, without_ticket_count = ticket_and_without_ticket_count(
            settings, branch, without_merges
        )
    return TopicSummary(
        ticket, without_ticket_count, len(fixups), targetless_fixup_count, merge_count
    )
