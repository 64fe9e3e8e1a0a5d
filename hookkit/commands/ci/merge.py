"""``hookkit ci merge``: the reports of all shards joined into that of the whole."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.ci.report import FORMATS
from hookkit.ci.shard_reports import ShardReport, join_reports, read_shard
from hookkit.commands.ci.output import form_option, show, write_reports
from hookkit.commands.report_option import output_option, read_report
from hookkit.errors import WrongUsage
from hookkit.phrases import in_one_line
from hookkit.settings import environment


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@form_option
@output_option
def merge(files: tuple[str, ...], form: str | None, outputs: tuple[str, ...]) -> int:
    """Join the reports of all shards, which hookkit ci --shard I/N --output json=FILE has written.

    What is printed, written and the exit status are those of one run that looks at all of the
    files. No repository is needed. A shard that is missing or is there twice, and shards of
    different commits or of different hookkits, are wrong usage.
    """
    reports = [read_report(each, list(FORMATS), "hookkit ci merge") for each in outputs]
    result = join_reports([_read(each) for each in files])
    write_reports(result, reports)
    variables = environment.variables()
    show(result, form, variables)
    return result.status


def _read(name: str) -> ShardReport:
    try:
        return read_shard(name, Path(name).read_bytes())
    except OSError as error:
        sentence = f"{in_one_line(name)} cannot be read: {error.strerror}"
        raise WrongUsage(sentence, "hookkit ci merge --help") from error
