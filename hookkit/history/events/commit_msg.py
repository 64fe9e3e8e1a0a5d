"""While a message is written: the ticket of the branch goes into it, and is then looked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed
from hookkit.git.file_replacement import write_file
from hookkit.git.worktree_files import NotWritable, Snapshot, read_file
from hookkit.history.checks.ticket import ticket_of, with_ticket
from hookkit.history.events.event import Moment
from hookkit.history.finding import Finding
from hookkit.history.judging.of_message import of_message
from hookkit.history.judging.subject import rule_of
from hookkit.settings.bounded_pattern import SlowPattern


def judge(moment: Moment) -> Iterator[Finding]:
    """Write the ticket into the message file, and judge the message.

    Raises EnvironmentFailed where the file cannot be read.
    """
    settings = moment.settings
    if not settings.ticket_pattern or moment.warning("ticket") == "off":
        return
    file = _read(Path(moment.argument(0)))
    text = os.fsdecode(file.data)
    # A pattern that takes too long is told of by the judgement.
    with suppress(SlowPattern):
        told = _with_ticket(moment, text)
        if told != text:
            # What could not be written is found missing.
            with suppress(NotWritable):
                write_file(file, os.fsencode(told))
                text = told
    yield from of_message(moment.git, settings, moment.variables, text).findings


def _read(path: Path) -> Snapshot:
    try:
        return read_file(path.parent, os.fsencode(path.name))
    except NotWritable as error:
        raise EnvironmentFailed(f"the message {path} {error}") from error


def _with_ticket(moment: Moment, text: str) -> str:
    settings, name = moment.settings, moment.branch()
    ticket = None if name is None else ticket_of(name, rule_of(settings))
    if ticket is None:
        return text
    return with_ticket(moment.git, text, ticket, settings.ticket_pattern, settings.ticket_prefix)
