"""``hookkit debt log``: the debt of a history over time."""

from __future__ import annotations

from typing import get_args

import rich_click as click

from hookkit.debt_log.asked import Asked, Every, GroupBy
from hookkit.formats.by_name import DEBT_LOG_FORMATS
from hookkit.git.runner import Git
from hookkit.log.logger import configure
from hookkit.settings import environment
from hookkit.terminal.output import LOOKS, bar_of, say_as
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings


@click.command("log")
@click.argument("branch", required=False)
@click.option("--since", default="", metavar="DATE", help="Begin at a date or a tag.")
@click.option(
    "--by",
    type=click.Choice(get_args(GroupBy)),
    default="rule",
    help="Count what there is by rule or folder, or what authors or tickets brought and paid.",
)
@click.option("--every", type=click.Choice(get_args(Every)), help="Where the debt is counted.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*LOOKS, *DEBT_LOG_FORMATS]),
    help="rich or plain for people, json and csv for programs.",
)
def command(
    branch: str | None, since: str, by: GroupBy, every: Every | None, form: str | None
) -> int:
    """Show how the debt of a branch has changed: that of the target if not given.

    Commits are read, nothing is checked out. Each content is looked at once, and what flake8 finds
    in it is kept for the next time. flake8 runs with the configuration of the worktree for every
    commit, so that the curve shows the code and not the configuration.

    --by author and --by ticket look at every commit of the branch, and tell which merges changed
    most.
    """
    from hookkit.debt_log.log import debt_log
    from hookkit.debt_log.report import log_rows_of

    git = Git.discover()
    configure(git)
    settings, variables = readable_settings(git), environment.variables()
    found = debt_log(git, settings, variables, Asked(by, every, since, branch))
    if form is not None and form in DEBT_LOG_FORMATS:
        write_raw(DEBT_LOG_FORMATS[form](found))
    else:
        say_as(form, log_rows_of(found, bar_of(form)))
    return 0
