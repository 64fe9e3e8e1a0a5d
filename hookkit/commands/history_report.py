"""``hookkit history-report``: how a branch got its history, in words and numbers."""

from __future__ import annotations

from typing import get_args

import rich_click as click

from hookkit.formats.by_name import HISTORY_FORMATS
from hookkit.git.runner import Git
from hookkit.history.statistics.figures import By
from hookkit.history.statistics.report import report_rows
from hookkit.history.statistics.statistics import history_report
from hookkit.log import configuration
from hookkit.settings import environment
from hookkit.terminal.output import LOOKS, bar_of, say_as
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings


@click.command()
@click.argument("what", required=False, metavar="[A..B | BRANCH]")
@click.option("--by", type=click.Choice(get_args(By)), help="How long a period is.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*LOOKS, *HISTORY_FORMATS]),
    help="rich or plain for people, json for programs, markdown for a wiki.",
)
def command(what: str | None, by: By | None, form: str | None) -> int:
    """Tell how the target got its history: which merges are semi-linear, what slipped through, how
    long branches live.

    It is about the year up to the target's last commit, about A..B, or about all of BRANCH. People
    are counted and never ranked. Nothing is fetched.
    """
    git = Git.discover()
    configuration.configure(git)
    report = history_report(git, readable_settings(git), environment.variables(), what, by)
    if form is not None and form in HISTORY_FORMATS:
        write_raw(HISTORY_FORMATS[form](report))
    else:
        say_as(form, report_rows(report, bar_of(form)))
    return 0
