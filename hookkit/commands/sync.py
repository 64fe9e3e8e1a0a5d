"""``hookkit sync``: bring the branch up to its target."""

from __future__ import annotations

import rich_click as click

from hookkit.branches.report.sync import aborted_sync_rows, stopped_sync_rows, sync_rows
from hookkit.branches.sync.begin_continue_abort_sync import abort_sync, continue_sync, sync_or_stop
from hookkit.branches.sync.conclude_stopped_sync import conclude_sync
from hookkit.branches.sync.sync import sync
from hookkit.branches.sync.sync_results import StoppedSync, SyncResult
from hookkit.commands.hook.correct_commits import correct_resolved_commits
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.settings import effective_settings
from hookkit.settings.definitions import Settings
from hookkit.shims.hooks_status import find_hooks_status
from hookkit.terminal.output import print_rows

_CORRECTING_HOOK_STATES = ("alive", "in part", "pre-commit")


@click.command()
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing and do not fetch.")
@click.option("--no-fetch", is_flag=True, help="Use the remote-tracking branch without fetching.")
@click.option("--resolve", is_flag=True, help="Stop in a conflict, for you to resolve it.")
@click.option("--continue", "is_continued", is_flag=True, help="Go on once it is resolved.")
@click.option("--abort", "is_aborted", is_flag=True, help="Give up; all is as before.")
def command(
    is_dry: bool, no_fetch: bool, resolve: bool, is_continued: bool, is_aborted: bool
) -> int:
    """Fetch, and rebase the branch on its target, with the uncommitted edits kept.

    The rebase is tried in a temporary repository: on a conflict you are told the commit and the
    files, and nothing has changed; with --resolve it stops there as git rebase does. Stacked
    branches between it and the target move too. On the target, sync only fast-forwards. Hooks of
    your own (post-checkout, post-rewrite) do not run.

    Ends with 1 where it stops in a conflict.
    """
    if sum((is_dry or no_fetch or resolve, is_continued, is_aborted)) > 1 or (resolve and is_dry):
        raise WrongUsage("these options exclude each other", "hookkit sync --help")
    git = open_repository()
    settings = effective_settings.load_settings(git)
    if is_aborted:
        aborted = abort_sync(git)
        Logger(__name__).info("gave up the sync of %s", aborted.branch)
        print_rows(aborted_sync_rows(aborted))
        return 0
    if is_continued:
        return _report_result(git, settings, continue_sync(git, settings))
    if not is_dry:
        conclude_sync(git)
    with_fetch = not (is_dry or no_fetch)
    if resolve:
        return _report_result(git, settings, sync_or_stop(git, settings, with_fetch))
    return _report_result(git, settings, sync(git, settings, is_dry, with_fetch), is_dry)


def _report_result(
    git: Git, settings: Settings, synced: SyncResult | StoppedSync, is_dry: bool = False
) -> int:
    logger = Logger(__name__)
    if isinstance(synced, StoppedSync):
        logger.info("the sync of %s stopped in a conflict", synced.branch)
        print_rows(stopped_sync_rows(git, synced))
        return 1
    if synced.new_tip is not None:
        logger.info("synced %s: %s, now %s", synced.branch, synced.old_tip, synced.new_tip)
    print_rows(sync_rows(synced, is_dry))
    if synced.resolved_ids and find_hooks_status(git, settings).state in _CORRECTING_HOOK_STATES:
        correct_resolved_commits(git, settings, synced.resolved_ids)
    return 0
