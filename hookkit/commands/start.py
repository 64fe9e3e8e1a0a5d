"""``hookkit start``: begin a branch for a ticket."""

from __future__ import annotations

import rich_click as click

from hookkit.branches.build_branch_name import BranchRequest
from hookkit.branches.report.start import start_rows
from hookkit.branches.start import start
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.settings import effective_settings
from hookkit.settings.branch_and_ticket_patterns import BRANCH_TYPES
from hookkit.terminal.output import print_rows


@click.command()
@click.argument("ticket")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@click.option(
    "--type", "branch_type", type=click.Choice(BRANCH_TYPES), help="What {type} stands for."
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing and do not fetch.")
@click.option("--no-fetch", is_flag=True, help="Use the remote-tracking branch without fetching.")
def command(
    ticket: str, words: tuple[str, ...], branch_type: str | None, is_dry: bool, no_fetch: bool
) -> int:
    """Begin a branch for TICKET at the fresh target, and switch to it.

    The name comes from branch_pattern, or is TICKET-WORDS. Uncommitted edits go along; where they
    would meet what the target changed, nothing is done. Without a network the branch begins at the
    target as it is known here. Hooks of your own (post-checkout) do not run.
    """
    git = open_repository()
    request = BranchRequest(ticket, words, branch_type or "")
    started = start(
        git,
        effective_settings.load_settings(git),
        request,
        is_dry,
        with_fetch=not (is_dry or no_fetch),
    )
    if not is_dry:
        Logger(__name__).info("started %s at %s", started.branch, started.commit_id)
    print_rows(start_rows(started, is_dry))
    return 0
