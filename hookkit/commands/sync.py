"""``hookkit sync``: bring the branch up to its target."""

from __future__ import annotations

import logging

import rich_click as click

from hookkit.branches.report.sync import synced_rows
from hookkit.branches.sync.sync import sync
from hookkit.git.runner import Git
from hookkit.log import configuration
from hookkit.settings import reader
from hookkit.terminal.output import say


@click.command()
@click.option("--dry-run", "is_dry", is_flag=True, help="Only rehearse it; no remote is asked.")
@click.option("--no-fetch", is_flag=True, help="Take the target as it is known here.")
def command(is_dry: bool, no_fetch: bool) -> int:
    """Fetch, and rebase the branch on its target, with the uncommitted edits kept.

    git rebases it where nobody can see it: on a conflict you are told the commit and the files,
    and nothing has changed. Branches that lie on the way down to the target move along. The target
    itself is only moved forward. Hooks of your own (post-checkout, post-rewrite) do not run.
    """
    git = Git.discover()
    configuration.configure(git)
    synced = sync(git, reader.load(git), is_dry, asks=not (is_dry or no_fetch))
    if synced.new is not None:
        logger = logging.getLogger(__name__)
        logger.info("synced %s: %s, now %s", synced.branch, synced.old, synced.new)
    say(synced_rows(synced, is_dry))
    return 0
