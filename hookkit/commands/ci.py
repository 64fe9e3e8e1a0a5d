"""``hookkit ci``: a merge request checked as a whole, on a CI server or by hand."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.ci.check import CiResult, check_request, default_format, summary_file
from hookkit.ci.output_files import add_to_file, write_file
from hookkit.ci.report import FORMATS, ci_rows, written_as
from hookkit.ci.request import Ends
from hookkit.commands.report_option import output_option, read_report
from hookkit.corrections.patch import patch_of
from hookkit.git.runner import Git
from hookkit.log.logger import configure
from hookkit.settings import environment, reader
from hookkit.terminal.output import LOOKS, say_as
from hookkit.terminal.progress import Progress
from hookkit.terminal.raw_output import write_raw


@click.command()
@click.option("--from-ref", metavar="REF", default="", help="What it will be merged into.")
@click.option("--to-ref", metavar="REF", default="", help="The newest commit of it.")
@click.option(
    "--unknown",
    type=click.Choice(["fail", "pass"]),
    help="What cannot be found out, as in a shallow clone. By default it fails on a CI server.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*LOOKS, *FORMATS]),
    help="Of what is printed: plain, in GitHub Actions with annotations below it.",
)
@output_option
@click.option("--propose", metavar="PATCH", help="Write the correction, for git apply.")
def command(
    from_ref: str,
    to_ref: str,
    unknown: str | None,
    form: str | None,
    outputs: tuple[str, ...],
    propose: str | None,
) -> int:
    """Check a merge request as a whole: its corrections and its history, from where it began.

    What is built is read from the variables of the CI server: GitHub Actions, GitLab CI, Bitbucket
    Pipelines, Azure Pipelines, Jenkins, CircleCI, Buildkite, Travis CI. Nothing is fetched, kept or
    changed.

    Ends with 1 where something is refused or would be corrected, with 3 where something is unknown
    and fails.
    """
    reports = [read_report(each, list(FORMATS), "hookkit ci") for each in outputs]
    git = Git.discover()
    configure(git)
    variables = environment.variables()
    must_know = None if unknown is None else unknown == "fail"
    ends = Ends(from_ref, to_ref)
    result = check_request(git, reader.load(git), variables, ends, must_know, Progress)
    for report in reports:
        write_file(report.path, written_as(report.form, result))
    if propose is not None:
        write_file(Path(propose), patch_of(git, result.files))
    _show(result, form, default_format(variables), summary_file(variables))
    return result.status


def _show(result: CiResult, asked: str | None, usual: str, summary: Path | None) -> None:
    """Print the report; in the format ``usual`` of a server also as it is read in the log."""
    form = asked or usual
    if asked is None and form in FORMATS:
        say_as("plain", ci_rows(result))
    if form not in FORMATS:
        say_as(form, ci_rows(result))
        return
    write_raw(written_as(form, result))
    if form == "github" and summary is not None:
        add_to_file(summary, written_as("markdown", result))
