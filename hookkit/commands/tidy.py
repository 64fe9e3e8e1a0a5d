"""``hookkit tidy``: squash the fixups of the branch."""

from __future__ import annotations

import rich_click as click

from hookkit.branches.report.tidy import tidy_rows
from hookkit.branches.tidy import tidy
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.settings import effective_settings
from hookkit.terminal.output import print_rows


@click.command()
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing; show what would differ.")
def command(is_dry: bool) -> int:
    """Squash the fixup!, squash! and amend! commits of the branch, without an editor.

    The files stay as they are, staged and other edits too: only commits are rewritten, and only
    those that the target has not. What is pushed on the branch itself needs a forced push then.

    Ends with 1 where a fixup stays because its commit is not on the branch.
    """
    git = open_repository()
    tidied = tidy(git, effective_settings.load_settings(git), is_dry)
    if tidied.new_tip is not None:
        logger = Logger(__name__)
        logger.info("tidied %s: %s, now %s", tidied.branch, tidied.old_tip, tidied.new_tip)
    print_rows(tidy_rows(tidied, is_dry))
    return 1 if tidied.targetless_fixups else 0
