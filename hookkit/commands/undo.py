"""``hookkit undo``: take the last placement back."""

from __future__ import annotations

import logging

import rich_click as click

from hookkit.doors import log
from hookkit.doors.git import Git
from hookkit.facts.state import operation
from hookkit.judgement.undo import undo
from hookkit.report.undone import undone_rows
from hookkit.report.voice import say
from hookkit.values.errors import Refused


@click.command()
def command() -> int:
    """Take the last placement of this worktree back; later edits stay.

    A push is taken back at the remote, if it is still where the push put it.

    Ends with 1 where a part of it could not be taken back.
    """
    git = Git.discover()
    log.configure(git)
    under_way = operation(git)
    if under_way is not None:
        raise Refused(f"{under_way} is under way: finish it first", "git status")
    undone = undo(git)
    logger = logging.getLogger(__name__)
    logger.info("took back %s of %s", undone.record.kind, undone.record.commit or "files")
    say(undone_rows(undone))
    return 1 if undone.left else 0
