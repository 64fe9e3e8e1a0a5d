"""What ``hookkit ci`` and ``hookkit ci merge`` write: reports into files, and what is printed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import rich_click as click

from hookkit.ci.check import CiResult
from hookkit.ci.output_files import add_to_file, write_file
from hookkit.ci.report import FORMATS, ci_rows, in_format
from hookkit.commands.report_option import Report
from hookkit.terminal.output import TERMINAL_FORMATS, say_as, write_raw

form_option = click.option(
    "--format",
    "form",
    type=click.Choice([*TERMINAL_FORMATS, *FORMATS]),
    help="Of what is printed: plain, in GitHub Actions with annotations below it.",
)


def write_reports(result: CiResult, reports: Iterable[Report]) -> None:
    """Write the reports into their files. Raises EnvironmentFailed where one cannot be written."""
    for each in reports:
        write_file(each.path, in_format(each.form, result))


def show(result: CiResult, asked: str | None, usual: str, summary: Path | None) -> None:
    """Print the report; in the format ``usual`` of a server also as it is read in the log."""
    form = asked or usual
    if asked is None and form in FORMATS:
        say_as("plain", ci_rows(result))
    if form not in FORMATS:
        say_as(form, ci_rows(result))
        return
    write_raw(in_format(form, result))
    if form == "github" and summary is not None:
        add_to_file(summary, in_format("markdown", result))
