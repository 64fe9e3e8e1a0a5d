"""``hookkit history-report``: how a branch got its history, in words and numbers."""

from __future__ import annotations

from typing import get_args

import rich_click as click

from hookkit.formats.by_name import HISTORY_FORMATS
from hookkit.git.runner import Git
from hookkit.history.statistics.figures import By
from hookkit.history.statistics.history_report import history_report
from hookkit.history.statistics.report import report_rows
from hookkit.log.logger import configure
from hookkit.settings import environment
from hookkit.terminal.output import LOOKS, bar_of, say_as
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings


@click.command()
@click.argument("range_or_branch", required=False, metavar="[A..B | BRANCH]")
@click.option("--by", type=click.Choice(get_args(By)), help="How long a period is.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*LOOKS, *HISTORY_FORMATS]),
    help="rich or plain for people, json for programs, markdown for a wiki.",
)
def command(range_or_branch: str | None, by: By | None, output_format: str | None) -> int:
    """Report how the target got its history: which merges are semi-linear, which commits broke the
    rules, how long branches live.

    It is about the year up to the target's last commit, about A..B, or about all of BRANCH. People
    are not ranked. Nothing is fetched.
    """
    git = Git.discover()
    configure(git)
    settings, variables = readable_settings(git), environment.variables()
    report = history_report(git, settings, variables, range_or_branch, by)
    if output_format is not None and output_format in HISTORY_FORMATS:
        write_raw(HISTORY_FORMATS[output_format](report))
    else:
        say_as(output_format, report_rows(report, bar_of(output_format)))
    return 0
