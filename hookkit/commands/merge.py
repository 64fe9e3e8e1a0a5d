"""``hookkit merge``: merge a branch into its target, with a merge commit."""

from __future__ import annotations

import shlex

import rich_click as click

from hookkit.branches.merge.merge import merge
from hookkit.branches.report.merge import merge_rows
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.settings import effective_settings
from hookkit.terminal.output import print_rows


@click.command()
@click.argument("branch", required=False)
@click.option(
    "-m", "--message", "message_text", default="", help="Words of your own for the message."
)
@click.option("--rebase", "with_rebase", is_flag=True, help="Rebase it first if it is behind.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing; show the message.")
def command(branch: str | None, message_text: str, with_rebase: bool, is_dry: bool) -> int:
    """Merge BRANCH, by default the current one, into its target with a merge commit.

    The checks come first, and what they refuse is not merged. The message has the commits and the
    ticket. Uncommitted work goes along to the target. The hook commit-msg sees the message; no
    other hook runs.

    Ends with 1 where the branch is not merged.
    """
    git = open_repository()
    merged = merge(
        git, effective_settings.load_settings(git), branch, message_text, with_rebase, is_dry
    )
    if merged.merge_id is not None:
        logger = Logger(__name__)
        logger.info("merged %s into %s: %s", merged.topic, merged.target, merged.merge_id)
    print_rows(merge_rows(merged, _repeat_command(branch, message_text, with_rebase), is_dry))
    return 1 if merged.is_blocked else 0


def _repeat_command(branch: str | None, message_text: str, with_rebase: bool) -> str:
    """Give the command line that was typed, without ``--dry-run``."""
    options = [
        *(["-m", message_text] if message_text else []),
        *(["--rebase"] if with_rebase else []),
    ]
    return shlex.join(["hookkit", "merge", *options, *([branch] if branch else [])])
