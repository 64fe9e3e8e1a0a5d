"""What ``hookkit ci`` and ``hookkit ci merge`` write: reports into files, and what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def show(result: CiResult, requested: str | None, variables: Mapping[str, str]) -> None:
    """Print the report in the format that was requested, else in the one for the CI server.

    The rows for people come first where a server has a format of its own.
    """
    form = requested or default_format(variables)
    if requested is None and form in FORMATS:
        say_as("plain", ci_rows(result))
    if form not in FORMATS:
        say_as(form, ci_rows(result))
        return
    write_raw(in_format(form, result))
    summary = summary_file(variables)
    if form == "github" and summary is not None:
        add_to_file(summary, in_format("markdown", result))


def default_format(variables: Mapping[str, str]) -> str:
    """Give the format of what is printed: on GitHub Actions annotations."""
    return "github" if variables.get("GITHUB_ACTIONS") == "true" else "plain"


def summary_file(variables: Mapping[str, str]) -> Path | None:
    """Give the file that GitHub shows as the summary of the job, None elsewhere."""
    name = variables.get("GITHUB_STEP_SUMMARY", "")
    return Path(name) if name else None
