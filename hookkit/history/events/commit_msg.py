"""The event commit-msg: the ticket of the branch is written into the message, then checked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed
from hookkit.git.file_replacement import write_file
from hookkit.git.read_worktree_file import FileUnavailable, WorktreeFile, read_file
from hookkit.history.add_ticket_to_message import with_ticket
from hookkit.history.check_runs.message_ticket_check import check_message
from hookkit.history.events.event_context import EventContext
from hookkit.history.find_tickets import ticket_of
from hookkit.history.finding import Finding
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.settings.time_limited_pattern import SlowPattern


def check_commit_msg(context: EventContext) -> Iterator[Finding]:
    """Write the ticket into the message file, and check the message.

    Raises EnvironmentFailed if the file cannot be read.
    """
    settings = context.settings
    if not settings.ticket_pattern or context.warning_level("ticket") == "off":
        return
    file = _read_message(Path(context.hook_argument(0)))
    text = os.fsdecode(file.data)
    # A pattern that takes too long is reported by the check.
    with suppress(SlowPattern):
        text_with_ticket = _with_ticket(context, text)
        if text_with_ticket != text:
            # The check reports a ticket that could not be written.
            with suppress(FileUnavailable):
                write_file(file, os.fsencode(text_with_ticket))
                text = text_with_ticket
    yield from check_message(context.git, settings, context.variables, text).findings


def _read_message(path: Path) -> WorktreeFile:
    try:
        return read_file(path.parent, os.fsencode(path.name))
    except FileUnavailable as error:
        raise EnvironmentFailed(f"the message {path} {error}") from error


def _with_ticket(context: EventContext, text: str) -> str:
    settings, name = context.settings, context.head_branch()
    ticket = None if name is None else ticket_of(name, naming_patterns_of(settings))
    if ticket is None:
        return text
    return with_ticket(context.git, text, ticket, settings.ticket_pattern, settings.ticket_prefix)
