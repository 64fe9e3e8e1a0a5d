"""``hookkit history-report``: how a branch got its history, in words and numbers."""

from __future__ import annotations

from typing import get_args

import rich_click as click

from hookkit.doors import config, log
from hookkit.doors.git import Git
from hookkit.report.history_report import REPORT_FORMATS
from hookkit.report.history_report.rows import report_rows
from hookkit.report.look import LOOKS, bar_of, say_as
from hookkit.report.raw import write_raw
from hookkit.report.rejected_settings import readable_settings
from hookkit.story.history_report import history_report
from hookkit.story.history_report.figures import By


@click.command()
@click.argument("what", required=False, metavar="[A..B | BRANCH]")
@click.option("--by", type=click.Choice(get_args(By)), help="How long a period is.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*LOOKS, *REPORT_FORMATS]),
    help="rich or plain for people, json for programs, markdown for a wiki.",
)
def command(what: str | None, by: By | None, form: str | None) -> int:
    """Tell how the target got its history: which merges are semi-linear, what slipped through, how
    long branches live.

    It is about the year up to the target's last commit, about A..B, or about all of BRANCH. People
    are counted and never ranked. Nothing is fetched.
    """
    git = Git.discover()
    log.configure(git)
    report = history_report(git, readable_settings(git), config.variables(), what, by)
    if form is not None and form in REPORT_FORMATS:
        write_raw(REPORT_FORMATS[form](report))
    else:
        say_as(form, report_rows(report, bar_of(form)))
    return 0
