"""``hookkit sync``: bring the branch up to its target."""

from __future__ import annotations

import rich_click as click

from hookkit.branches.report.sync import synced_rows
from hookkit.branches.sync.sync import sync
from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.settings import reader
from hookkit.terminal.output import say


@click.command()
@click.option("--dry-run", "dry_run", is_flag=True, help="Change nothing and do not fetch.")
@click.option("--no-fetch", is_flag=True, help="Use the remote-tracking branch without fetching.")
def command(dry_run: bool, no_fetch: bool) -> int:
    """Fetch, and rebase the branch on its target, with the uncommitted edits kept.

    The rebase is tried in a temporary repository: on a conflict you are told the commit and the
    files, and nothing has changed. Stacked branches between it and the target move too. On the
    target, sync only fast-forwards. Hooks of your own (post-checkout, post-rewrite) do not run.
    """
    git = Git.discover()
    configure(git)
    synced = sync(git, reader.load(git), dry_run, asks=not (dry_run or no_fetch))
    if synced.new is not None:
        logger = Logger(__name__)
        logger.info("synced %s: %s, now %s", synced.branch, synced.old, synced.new)
    say(synced_rows(synced, dry_run))
    return 0
