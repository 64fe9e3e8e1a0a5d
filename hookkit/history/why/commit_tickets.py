"""The tickets of a commit, from its message, its branch and its merges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.commit_message import Message
from hookkit.history.find_tickets import is_same_ticket, may_name_ticket, ticket_of, tickets_in
from hookkit.history.parse_merge_message import work_items
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.history.why.parsed_commit import ParsedCommit
from hookkit.phrases import short_id
from hookkit.settings.branch_and_ticket_patterns import DEFAULT_TICKET_PATTERN
from hookkit.settings.definitions import Settings

# These look like tickets and are none.
_NO_TICKETS = re.compile(r"(?:AES|CVE|HTTP|IEEE|ISO|MD|PEP|RFC|SHA|TLS|UTF|WIN)-", re.IGNORECASE)
# A subject without one of these characters has no ticket.
_TICKET_CHARACTER = re.compile(r"[-#!(\[:]")
# The number is not part of a date or of a commit id.
_NUMBER_IN_NAME = re.compile(
    r"(?:^|/)(?:GH-|#)?(?![0-9]{4}-[0-9]{2}\b)([0-9]{1,6})(?=$|[-_/])", re.IGNORECASE
)


class NamedTicket(NamedTuple):
    """A ticket, and a phrase that says where it is named."""

    name: str
    source: str


def tickets_of(
    settings: Settings,
    parsed_commit: ParsedCommit,
    merges: Sequence[ParsedCommit],
    branches: Sequence[str],
) -> tuple[NamedTicket, ...]:
    """Give the tickets of a commit, each once: from its message and branch, then from its merges.

    ``merges`` are the merges that brought it in, the innermost first. ``branches`` are further
    names of branches, which are read last. Without a ``ticket_pattern``, the usual forms count,
    such as ABC-12 and #12.
    """
    tickets = [
        *_tickets_in_message(settings, parsed_commit, "its"),
        *_tickets_of_branch(settings, parsed_commit.branch),
    ]
    for each in merges:
        tickets += _tickets_of_branch(settings, each.branch)
        tickets += _tickets_in_message(
            settings, each, f"the merge {short_id(each.detailed_commit.id)}:"
        )
    for name in branches:
        tickets += _tickets_of_branch(settings, name)
    if len(tickets) < 2:
        return tuple(tickets)
    unique: list[NamedTicket] = []
    for ticket in tickets:
        if not any(is_same_ticket(ticket.name, known.name) for known in unique):
            unique.append(ticket)
    return tuple(unique)


def _tickets_in_message(
    settings: Settings, parsed_commit: ParsedCommit, source_prefix: str
) -> list[NamedTicket]:
    tickets = []
    for key, value in parsed_commit.message.trailers:
        if not may_name_ticket(key) or f"{key} {value}".startswith("See merge request "):
            continue
        # The trailer is read as part of a message, so that its key counts.
        for name in _tickets_in(settings, Message(("-", "", f"{key}: {value}"))):
            tickets.append(NamedTicket(name, f"{source_prefix} trailer {key}"))
    subject = parsed_commit.merge.title if parsed_commit.merge else parsed_commit.message.subject
    source = (
        f"title of {parsed_commit.pull_request}"
        if parsed_commit.pull_request and source_prefix != "its"
        else "subject"
    )
    tickets += [
        NamedTicket(name, f"{source_prefix} {source}")
        for name in _tickets_in(settings, Message((subject,)))
    ]
    for name in work_items(parsed_commit.detailed_commit.message):
        tickets.append(NamedTicket(name, f"{source_prefix} related work items"))
    return tickets


def _tickets_in(settings: Settings, message: Message) -> list[str]:
    if settings.ticket_pattern:
        return tickets_in(message, settings.ticket_pattern)
    if len(message.lines) == 1 and _TICKET_CHARACTER.search(message.lines[0]) is None:
        return []
    names = [
        each for each in tickets_in(message, DEFAULT_TICKET_PATTERN) if not _NO_TICKETS.match(each)
    ]
    return [f"#{each}" if each.isdigit() else each for each in names]


def _tickets_of_branch(settings: Settings, name: str) -> list[NamedTicket]:
    """Give the ticket that a branch name contains."""
    if not name:
        return []
    naming_patterns = naming_patterns_of(settings)
    # main for origin/main, as git's merge messages name it
    name_without_remote = name.partition("/")[2]
    if naming_patterns.is_exempt(name) or (
        name_without_remote and naming_patterns.is_exempt(name_without_remote)
    ):
        return []
    ticket = (
        ticket_of(name, naming_patterns) if naming_patterns.ticket_pattern else _usual_ticket(name)
    )
    return [NamedTicket(ticket, f"the branch {name}")] if ticket else []


def _usual_ticket(name: str) -> str | None:
    """Find a ticket of a usual form in the name of a branch: ABC-12, or a number at its start."""
    keyed = re.search(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9_]*-[0-9]+(?![A-Za-z0-9])", name)
    if keyed and not _NO_TICKETS.match(keyed[0]) and not keyed[0].startswith("GH-"):
        return keyed[0]
    number = _NUMBER_IN_NAME.search(name)
    return f"#{number[1]}" if number else None
