"""``hookkit ci``: a merge request checked as a whole, on a CI server or by hand."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.ci.check import check_request
from hookkit.ci.output_files import write_file
from hookkit.ci.report import FORMATS
from hookkit.ci.request import Ends
from hookkit.ci.shard import parse_shard
from hookkit.commands.ci.merge import merge
from hookkit.commands.ci.output import form_option, show, write_reports
from hookkit.commands.cluster_option import cluster_option, fixing_on
from hookkit.commands.report_option import output_option, read_report
from hookkit.corrections.patch import patch_of
from hookkit.git.runner import Git
from hookkit.log.logger import configure
from hookkit.settings import environment, reader
from hookkit.terminal.progress import Progress


@click.group(invoke_without_command=True)
@click.option("--from-ref", metavar="REF", default="", help="What it will be merged into.")
@click.option("--to-ref", metavar="REF", default="", help="The newest commit of it.")
@click.option(
    "--unknown",
    type=click.Choice(["fail", "pass"]),
    help="What cannot be found out, as in a shallow clone. By default it fails on a CI server.",
)
@form_option
@output_option
@click.option("--propose", metavar="PATCH", help="Write the correction, for git apply.")
@click.option("--shard", metavar="I/N", help="One of N parts of the files; hookkit ci merge joins.")
@cluster_option
@click.pass_context
def command(
    context: click.Context,
    from_ref: str,
    to_ref: str,
    unknown: str | None,
    form: str | None,
    outputs: tuple[str, ...],
    propose: str | None,
    shard: str | None,
    cluster: str | None,
) -> int:
    """Check a merge request as a whole: its corrections and its history, from where it began.

    What is built is read from the variables of the CI server: GitHub Actions, GitLab CI, Bitbucket
    Pipelines, Azure Pipelines, Jenkins, CircleCI, Buildkite, Travis CI. Nothing is fetched, kept or
    changed.

    With --shard a machine looks at a part of the files, which follows from their paths alone, and
    the first one at the history. hookkit ci merge joins what they have written as JSON.

    Ends with 1 where something is refused or would be corrected, with 3 where something is unknown
    and fails.
    """
    if context.invoked_subcommand is not None:
        return 0
    reports = [read_report(each, list(FORMATS), "hookkit ci") for each in outputs]
    part = None if shard is None else parse_shard(shard)
    git = Git.discover()
    configure(git)
    variables = environment.variables()
    must_know = None if unknown is None else unknown == "fail"
    ends = Ends(from_ref, to_ref)
    settings = reader.load(git)
    with fixing_on(cluster, settings.jobs) as (remote_fixer, label):

        def progress(total: int) -> Progress:
            return Progress(total, label)

        result = check_request(
            git, settings, variables, ends, must_know, progress, part, remote_fixer
        )
    write_reports(result, reports)
    if propose is not None:
        write_file(Path(propose), patch_of(git, result.files))
    show(result, form, variables)
    return result.status


command.add_command(merge)
