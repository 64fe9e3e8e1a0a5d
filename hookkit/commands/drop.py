"""``hookkit drop``: throw a proposal away."""

from __future__ import annotations

import rich_click as click

from hookkit.corrections.correction import find_correction
from hookkit.corrections.drop import drop
from hookkit.corrections.report.drop import dropped_proposal_rows
from hookkit.corrections.surroundings import read_surroundings
from hookkit.git.head import require_commit
from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.terminal.output import say


@click.command()
@click.argument("commit", required=False)
def command(commit: str | None) -> int:
    """Throw the correction of COMMIT (HEAD by default) away; hookkit undo brings it back.

    Files and branches stay as they are.
    """
    git = Git.discover()
    configure(git)
    require_commit(git)
    correction = find_correction(git, commit)
    is_in_files = git.top is not None and read_surroundings(git, correction).holds == "fixed"
    drop(git, correction)
    Logger(__name__).info("%s: dropped %s", correction.corrected.id, correction.commit.id)
    say(dropped_proposal_rows(correction, is_in_files))
    return 0
