"""``hookkit push``: push the current branch, with a lease on the commit that the remote has."""

from __future__ import annotations

import shlex
import sys

import rich_click as click

from hookkit.branches.push import PushPlan, execute_push, plan_push
from hookkit.branches.push_destination import without_password
from hookkit.branches.report.push import (
    blocked_push_rows,
    interrupted_rows,
    not_pushed_rows,
    plan_rows,
    push_rows,
)
from hookkit.commands.shared.open_repository import open_repository
from hookkit.diagnostic_log.write_log import Logger
from hookkit.git.runner import Git
from hookkit.settings import effective_settings
from hookkit.terminal.ask_yes_or_no import ask_yes_or_no
from hookkit.terminal.listener_copying_to_stderr import listener_copying_to_stderr
from hookkit.terminal.output import print_rows
from hookkit.terminal.read_keys import read_keys
from hookkit.terminal.rows import note


@click.command()
@click.argument("remote", required=False)
@click.option(
    "--dry-run", "is_dry", is_flag=True, help="Push nothing; run the checks and git's dry run."
)
@click.option(
    "--yes", "is_sure", is_flag=True, help="Answer with yes; what is refused stays refused."
)
def command(remote: str | None, is_dry: bool, is_sure: bool) -> int:
    """Push the current branch, by default to the remote that git would push it to.

    The remote is asked what it has, and the push is checked. Commits that would be overwritten are
    named, and you are asked where their changes do not come again; git overwrites what was seen and
    nothing else. Hooks run as in git push; what is refused is not pushed.

    Ends with 1 where nothing is pushed because of that.
    """
    git = open_repository()
    plan = plan_push(git, effective_settings.load_settings(git), remote)
    if plan.is_blocked:
        print_rows(blocked_push_rows(plan))
        if is_sure:
            print_rows([note("--yes answers the question alone: what is refused is not pushed")])
        return 1
    if is_dry:
        print_rows(plan_rows(plan, is_final=False))
        execute_push(git, plan, listener_copying_to_stderr(), is_dry=True)
        print_rows(push_rows(plan, None, _repeat_command(remote), is_dry=True))
        return 0
    must_ask = plan.has_lost_changes and not is_sure
    print_rows(plan_rows(plan, is_final=not must_ask))
    if must_ask:
        with read_keys() as keys:
            is_agreed = ask_yes_or_no(keys, "overwrite", _repeat_command(remote, "--yes"))
        git.invalidate()  # others may have changed the repository while the person thought
        if not is_agreed:
            print_rows(not_pushed_rows(plan))
            return 1
    return _push(git, plan, _repeat_command(remote))


def _repeat_command(remote: str | None, *options: str) -> str:
    """Give the command line for the same remote, with ``options``."""
    return shlex.join(
        ["hookkit", "push", *options, *([without_password(remote)] if remote else [])]
    )


def _push(git: Git, plan: PushPlan, repeat_command: str) -> int:
    try:
        backup = execute_push(git, plan, listener_copying_to_stderr(), is_dry=False)
    except KeyboardInterrupt:
        print_rows(interrupted_rows(plan), sys.stderr)
        raise
    ref, old, new = plan.ref_change
    Logger(__name__).info("pushed %s: %s, now %s", ref, old, new)
    print_rows(push_rows(plan, backup, repeat_command, is_dry=False))
    return 0
