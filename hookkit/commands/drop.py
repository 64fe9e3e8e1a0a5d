"""``hookkit drop``: delete a kept correction."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.shared.find_kept_correction import find_kept_correction
from hookkit.commands.shared.open_repository import open_repository
from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.drop_and_expire import drop
from hookkit.corrections.find_uncommitted_correction import find_uncommitted_correction
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.corrections.report.drop import (
    ALL_ON_BRANCH,
    EDITS_IN_FILES,
    PART_ON_BRANCH,
    dropped_correction_rows,
)
from hookkit.diagnostic_log.write_log import Logger
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.terminal.output import print_rows


@click.command()
@click.argument("commit", required=False)
def command(commit: str | None) -> int:
    """Throw the correction of COMMIT (HEAD by default) away; hookkit undo brings it back.

    Files and branches stay as they are.
    """
    git = open_repository()
    require_commit(git)
    correction = find_kept_correction(git, commit)
    remaining_places = _remaining_places(git, correction)
    drop(git, correction)
    Logger(__name__).info("%s: dropped %s", correction.corrected.id, correction.commit.id)
    print_rows(dropped_correction_rows(correction, remaining_places, operation_in_progress(git)))
    return 0


def _remaining_places(git: Git, correction: Correction) -> list[str]:
    """Give the places where the correction, or parts of it, stay: commits and edits."""
    remaining = remaining_files(git, correction)
    if not remaining:
        return [ALL_ON_BRANCH]
    is_in_files = find_uncommitted_correction(git, [correction.corrected.id]) is not None
    is_partly_taken = remaining != fixed_files(git, correction)
    return [PART_ON_BRANCH] * is_partly_taken + [EDITS_IN_FILES] * is_in_files
