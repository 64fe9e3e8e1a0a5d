"""``hookkit accept``: take a correction."""

from __future__ import annotations

from typing import get_args

import rich_click as click

from hookkit.doors import log
from hookkit.doors.git import Git
from hookkit.facts.state import operation
from hookkit.judgement.accept import As, accept
from hookkit.judgement.correction import find_correction
from hookkit.report.taken import taken_rows
from hookkit.report.voice import say
from hookkit.values.errors import Refused


@click.command()
@click.argument("commit", required=False)
@click.option("--as", "how", type=click.Choice(get_args(As)), default="fixup", show_default=True)
def command(commit: str | None, how: As) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch."""
    git = Git.discover()
    log.configure(git)
    under_way = operation(git)
    if under_way is not None:
        raise Refused(f"{under_way} is under way: finish it first", "git status")
    correction = find_correction(git, commit)
    placed = accept(git, correction, how)
    say(taken_rows(correction, how, placed))
    return 1 if placed.is_empty else 0
