"""``hookkit refused``: list what is not proposed again, and forget it."""

from __future__ import annotations

import rich_click as click

from hookkit.corrections.refusals import forget, forget_all, read_refusals
from hookkit.corrections.report.refusals import forgotten_rows, refused_rows
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.terminal.output import say


@click.command()
@click.option("--forget", "ids", multiple=True, metavar="ID", help="Propose this hunk again.")
@click.option("--forget-all", "forgets_all", is_flag=True, help="Propose all of them again.")
def command(ids: tuple[str, ...], forgets_all: bool) -> int:
    """List the hunks that were refused in a review and are not proposed again."""
    if ids and forgets_all:
        raise WrongUsage("--forget and --forget-all exclude each other", "hookkit refused --help")
    git = Git.discover()
    configure(git)
    if not ids and not forgets_all:
        say(refused_rows(read_refusals(git)))
        return 0
    forgotten = forget_all(git) if forgets_all else forget(git, ids)
    Logger(__name__).info("forgot %d refused hunks", len(forgotten))
    say(forgotten_rows(forgotten))
    return 0
