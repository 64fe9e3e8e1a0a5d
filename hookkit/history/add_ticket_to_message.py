"""Add the ticket of a branch to the message of a commit that is being made."""

from __future__ import annotations

from hookkit.git.commit_message import (
    Message,
    comment_character,
    parse_message,
    with_prefix,
    with_trailer,
)
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.runner import Git
from hookkit.history.find_tickets import tickets_in

TICKET_TRAILER = "Ticket"
"""The trailer in which hookkit writes a ticket."""


def may_write_ticket(git: Git, message: Message) -> bool:
    """Whether a ticket may be written into the message of the commit that is being made.

    It is not written into a fixup or an empty message, and not while git takes messages from other
    commits: in a rebase, a cherry-pick, a revert, a merge or a squash.
    """
    if message.is_empty or message.is_fixup or (git.git_dir / "SQUASH_MSG").exists():
        return False
    return operation_in_progress(git) in (None, "a bisect")


def with_ticket(git: Git, text: str, ticket: str, pattern: str, prefix: str = "") -> str:
    """Give the text of a message file with a ticket in it.

    ``text`` is the content of the file. With a ``prefix`` such as ``{ticket}: ``, the ticket is
    written in front of the subject, else into a trailer. The text is unchanged if the message may
    not be changed or names a ticket already.
    """
    comment = comment_character(git, text)
    message = parse_message(text, comment)
    if not may_write_ticket(git, message) or tickets_in(message, pattern):
        return text
    if prefix:
        return with_prefix(text, prefix.replace("{ticket}", ticket), comment)
    return with_trailer(git, text, TICKET_TRAILER, ticket, comment)
