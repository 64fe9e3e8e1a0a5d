"""Find tickets: the one in the name of a branch, and those in a message."""

from __future__ import annotations

import re

from hookkit.git.commit_message import Message
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.settings.branch_and_ticket_patterns import compile_ticket_pattern, placeholders_in

# The keys of trailers in which a number alone is a ticket.
_TICKET_KEYS = re.compile(
    r"(?:tickets?|issues?|bugs?|jira|tasks?|story|work-item|refs?|references|relates-to|see|part-of"
    r"|close[sd]?|fix(?:e[sd])?|resolve[sd]?|part of)",
    re.IGNORECASE,
)
# Addresses, and ids that git and Gerrit write, may look like a ticket.
_NO_TICKET_KEYS = re.compile(r".*-by|cc|change-id|git-svn-id", re.IGNORECASE)

_BEFORE_NUMBER = re.compile(r"(?:#|!|\bGH-|[(\[])$", re.IGNORECASE)


def ticket_of(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Give the ticket that a branch name contains, None if it contains none.

    A branch pattern with ``{ticket}`` says where the ticket is; without ``{ticket}``, the first
    ticket in the name counts. Protected branches and branches of bots have no ticket.
    """
    if not naming_patterns.ticket_pattern or naming_patterns.is_exempt(name):
        return None
    if "ticket" in placeholders_in(naming_patterns.branch_pattern):
        match = naming_patterns.compiled_pattern.fullmatch(name)
        return match["ticket"] if match else None
    match = compile_ticket_pattern(naming_patterns.ticket_pattern).search(name)
    return match["ticket"] if match else None


def tickets_in(message: Message, pattern: str) -> list[str]:
    """Give the tickets that a message names in its subject or in a trailer.

    A number alone counts after ``#``, ``!`` or ``GH-``, in brackets, at the beginning of the
    subject before a colon, and in trailers for tickets.
    """
    expression = compile_ticket_pattern(pattern)
    subject = message.bare_subject
    tickets = [
        each["ticket"] for each in expression.find_all(subject) if _is_reference(subject, each)
    ]
    for key, value in message.trailers:
        if may_name_ticket(key):
            is_ticket_key = bool(_TICKET_KEYS.fullmatch(key))
            tickets += [
                each["ticket"]
                for each in expression.find_all(value)
                if is_ticket_key or _is_reference(value, each)
            ]
    return list(dict.fromkeys(tickets))


def may_name_ticket(key: str) -> bool:
    """Whether a trailer with this key may name a ticket."""
    return _NO_TICKET_KEYS.fullmatch(key) is None


def _is_reference(text: str, match: re.Match[str]) -> bool:
    if not match["ticket"].isdigit():
        return True
    is_first = match.start() == 0 and text[match.end() :][:1] == ":"
    return is_first or bool(_BEFORE_NUMBER.search(text[: match.start()]))


def is_same_ticket(one: str, other: str) -> bool:
    """Whether two spellings mean the same ticket: ``#12`` and ``12``, ``abc-1`` and ``ABC-1``."""
    return one.lstrip("#").casefold() == other.lstrip("#").casefold()
