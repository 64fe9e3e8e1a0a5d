"""``hookkit ticket``: put a ticket into the messages of the unpushed commits that name none."""

from __future__ import annotations

import rich_click as click

from hookkit.branches.add_ticket_to_commits import add_ticket
from hookkit.branches.report.ticket import ticket_rows
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.settings import effective_settings
from hookkit.terminal.output import print_rows


@click.command()
@click.argument("ticket", metavar="TICKET")
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing; show which commits.")
def command(ticket: str, is_dry: bool) -> int:
    """Put a ticket into the messages of the unpushed commits that name none.

    Authors, dates and files stay, and merges are kept; only commits that no remote has are made
    anew. Where ticket_prefix is set the ticket goes in front of the subject, else into a trailer.
    """
    git = open_repository()
    result = add_ticket(git, effective_settings.load_settings(git), ticket, is_dry)
    if result.new_tip is not None:
        logger = Logger(__name__)
        logger.info("put a ticket on %s: %s, now %s", result.branch, result.old_tip, result.new_tip)
    print_rows(ticket_rows(result, is_dry))
    return 0
