"""``hookkit undo``: take the last placement back."""

from __future__ import annotations

import logging

import rich_click as click

from hookkit.doors import log
from hookkit.doors.git import Git
from hookkit.facts.branches.state import operation
from hookkit.judgement.undo.last import pass_over, undo
from hookkit.report.undone import passed_rows, undone_rows
from hookkit.report.voice import say
from hookkit.values.errors import Refused


@click.command()
@click.option("--skip", "is_skipped", is_flag=True, help="Leave it as it is, for what was before.")
def command(is_skipped: bool) -> int:
    """Take back what hookkit did last in this worktree: a placement, a move, a push.

    Later edits stay. A push is taken back at the remote, if it is still where the push put it.
    What cannot be taken back is passed by with --skip.

    Ends with 1 where a part of it could not be taken back.
    """
    git = Git.discover()
    log.configure(git)
    logger = logging.getLogger(__name__)
    if is_skipped:
        record = pass_over(git)
        logger.info("passed by %s of %s", record.kind, record.commit or "files")
        say(passed_rows(record))
        return 0
    _check_quiet(git)
    undone = undo(git)
    logger.info("took back %s of %s", undone.record.kind, undone.record.commit or "files")
    say(undone_rows(undone))
    return 1 if undone.left else 0


def _check_quiet(git: Git) -> None:
    under_way = operation(git)
    if under_way is not None:
        raise Refused(f"{under_way} is under way: finish it first", "git status")
