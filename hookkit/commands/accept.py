"""``hookkit accept``: take a correction."""

from __future__ import annotations

import logging
from typing import get_args

import rich_click as click

from hookkit.doors import log
from hookkit.doors.git import Git
from hookkit.facts.state import operation
from hookkit.judgement.accept import As, accept
from hookkit.judgement.correction import find_correction
from hookkit.report.taken import taken_rows
from hookkit.report.voice import say
from hookkit.story.begun import check_begun
from hookkit.story.beside import look_beside
from hookkit.values.errors import Refused


@click.command()
@click.argument("commit", required=False)
@click.option(
    "--as",
    "how",
    type=click.Choice(get_args(As)),
    default="fixup",
    show_default=True,
    help="A fixup! commit, a commit of its own, or into COMMIT itself.",
)
def command(commit: str | None, how: As) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch.

    Ends with 1 where a part of it found no place.
    """
    git = Git.discover()
    log.configure(git)
    check_begun(git)
    under_way = operation(git)
    if under_way is not None:
        raise Refused(f"{under_way} is under way: finish it first", "git status")
    correction = find_correction(git, commit)
    before = look_beside(git, correction)
    placed = accept(git, correction, how)
    logger = logging.getLogger(__name__)
    logger.info("%s: accepted as %s: %s", correction.corrected.id, how, placed.commit)
    say(taken_rows(correction, how, placed, before))
    return 1 if any(placed.dropped.values()) else 0
