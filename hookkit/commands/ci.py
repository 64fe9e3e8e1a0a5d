"""``hookkit ci``: check a whole merge request, on a CI server or by hand, and join shards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import rich_click as click

from hookkit.ci.check_merge_request_or_push import CiResult, check_merge_request_or_push
from hookkit.ci.join_shard_reports import ShardReport, join_reports, parse_shard_report
from hookkit.ci.range_to_check import RevisionOptions
from hookkit.ci.report import CI_FORMATS, ci_rows
from hookkit.ci.shard import parse_shard
from hookkit.commands.shared.cluster_option import cluster_option, connect_remote_fixer
from hookkit.commands.shared.output_options_and_files import (
    ReportFile,
    append_to_file,
    output_option,
    parse_output_option,
    write_output_file,
)
from hookkit.corrections.patch import patch_of
from hookkit.diagnostic_log.write_log import configure_log
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.phrases import escape_unprintable
from hookkit.settings import effective_settings, environment_variables
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw
from hookkit.terminal.progress import Progress

format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *CI_FORMATS]),
    help="Of what is printed: plain, in GitHub Actions with annotations below it.",
)


@click.group(invoke_without_command=True)
@click.option("--from-ref", metavar="REF", default="", help="What it will be merged into.")
@click.option("--to-ref", metavar="REF", default="", help="The newest commit of it.")
@click.option(
    "--unknown",
    type=click.Choice(["fail", "pass"]),
    help="What cannot be found out, as in a shallow clone. By default it fails on a CI server.",
)
@format_option
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
    output_format: str | None,
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
    reports = [parse_output_option(each, list(CI_FORMATS), "hookkit ci") for each in outputs]
    parsed_shard = None if shard is None else parse_shard(shard)
    git = Git.discover()
    configure_log(git)
    variables = environment_variables.copy_environment()
    fails_if_unknown = None if unknown is None else unknown == "fail"
    revision_options = RevisionOptions(from_ref, to_ref)
    settings = effective_settings.load_settings(git)
    with connect_remote_fixer(cluster, settings.jobs) as (remote_fixer, label):

        def progress(total: int) -> Progress:
            return Progress(total, label)

        result = check_merge_request_or_push(
            git,
            settings,
            variables,
            revision_options,
            fails_if_unknown,
            progress,
            parsed_shard,
            remote_fixer,
        )
    write_reports(result, reports)
    if propose is not None:
        write_output_file(Path(propose), patch_of(git, result.files))
    show_result(result, output_format, variables)
    return result.status


@command.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option
@output_option
def merge(files: tuple[str, ...], output_format: str | None, outputs: tuple[str, ...]) -> int:
    """Join the reports of all shards, which hookkit ci --shard I/N --output json=FILE has written.

    What is printed, written and the exit status are those of one run that looks at all of the
    files. No repository is needed. A shard that is missing or is there twice, and shards of
    different commits or of different hookkits, are wrong usage.
    """
    reports = [parse_output_option(each, list(CI_FORMATS), "hookkit ci merge") for each in outputs]
    result = join_reports([_read_shard_file(each) for each in files])
    write_reports(result, reports)
    variables = environment_variables.copy_environment()
    show_result(result, output_format, variables)
    return result.status


def _read_shard_file(name: str) -> ShardReport:
    try:
        return parse_shard_report(name, Path(name).read_bytes())
    except OSError as error:
        sentence = f"{escape_unprintable(name)} cannot be read: {error.strerror}"
        raise WrongUsage(sentence, "hookkit ci merge --help") from error


def write_reports(result: CiResult, reports: Iterable[ReportFile]) -> None:
    """Write the reports to their files. Raises EnvironmentFailed if a file cannot be written."""
    for each in reports:
        write_output_file(each.path, CI_FORMATS[each.output_format](result))


def show_result(
    result: CiResult, requested_format: str | None, variables: Mapping[str, str]
) -> None:
    """Print the report in ``requested_format``, or if that is None, in the format of the server.

    If the server has a format of its own, the rows for people are printed before it. On GitHub the
    summary of the job gets the report as well.
    """
    is_github = variables.get("GITHUB_ACTIONS") == "true"
    output_format = requested_format or ("github" if is_github else "plain")
    if requested_format is None and output_format in CI_FORMATS:
        print_rows_in_format("plain", ci_rows(result))
    if output_format not in CI_FORMATS:
        print_rows_in_format(output_format, ci_rows(result))
        return
    write_raw(CI_FORMATS[output_format](result))
    summary = variables.get("GITHUB_STEP_SUMMARY")
    if output_format == "github" and summary:
        append_to_file(Path(summary), CI_FORMATS["markdown"](result))
