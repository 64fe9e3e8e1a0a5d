"""``hookkit history-report``: how a branch got its history, in words and numbers."""

from __future__ import annotations

import shlex
from typing import NamedTuple, get_args

import rich_click as click

from hookkit.commands.shared.html_and_svg_options import (
    HtmlAndSvgOptions,
    html_and_svg_options,
    require_valid_html_and_svg_options,
)
from hookkit.commands.shared.open_repository import open_repository
from hookkit.formats.registry import HISTORY_FORMATS
from hookkit.git.runner import Git
from hookkit.history.statistics.history_counts import PeriodLength
from hookkit.history.statistics.history_report import HistoryReport, history_report
from hookkit.history.statistics.report_rows import report_rows
from hookkit.phrases import plural
from hookkit.settings import environment_variables
from hookkit.settings.definitions import Settings
from hookkit.terminal.bars import bar_function
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw
from hookkit.terminal.write_html_or_svg_file import Page, write_and_report_page


class _Options(NamedTuple):
    """The options of the command line."""

    range_or_branch: str | None
    by: PeriodLength | None
    file_options: HtmlAndSvgOptions

    @property
    def arguments_to_open(self) -> list[str]:
        """The arguments that write the same report and open it."""
        range_or_branch = [self.range_or_branch] if self.range_or_branch else []
        by = ["--by", self.by] if self.by else []
        return [*range_or_branch, *by, *self.file_options.arguments_to_open]


@click.command()
@click.argument("range_or_branch", required=False, metavar="[A..B | BRANCH]")
@click.option("--by", type=click.Choice(get_args(PeriodLength)), help="How long a period is.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *HISTORY_FORMATS]),
    help="rich or plain for people, json for programs, markdown for a wiki.",
)
@html_and_svg_options("a page with charts", "the charts as a picture")
def command(
    range_or_branch: str | None,
    by: PeriodLength | None,
    output_format: str | None,
    html: str | None,
    svg: str | None,
    open_in_browser: bool,
) -> int:
    """Report how the target got its history: which merges are semi-linear, which commits broke the
    rules, how long branches live.

    It is about the year up to the target's last commit, about A..B, or about all of BRANCH. People
    are not ranked. Nothing is fetched.
    """
    options = _Options(range_or_branch, by, HtmlAndSvgOptions(html, svg, open_in_browser))
    format_option = ("--format", output_format is not None)
    require_valid_html_and_svg_options(
        options.file_options, "hookkit history-report", format_option
    )
    git = open_repository()
    settings, variables = (
        load_settings_with_warnings(git),
        environment_variables.copy_environment(),
    )
    report = history_report(git, settings, variables, range_or_branch, by)
    if options.file_options.file_format is not None:
        _write_file(git, settings, options, report)
    elif output_format is not None and output_format in HISTORY_FORMATS:
        write_raw(HISTORY_FORMATS[output_format](report))
    else:
        print_rows_in_format(output_format, report_rows(report, bar_function(output_format)))
    return 0


def _write_file(git: Git, settings: Settings, options: _Options, report: HistoryReport) -> None:
    page = Page(
        text=_render(git, settings, options, report),
        title="hookkit wrote the history report",
        size_text=plural(report.totals.commits, "commit"),
        show_command=shlex.join(["hookkit", "history-report", *options.arguments_to_open]),
        command="history-report",
        file_option=options.file_options.file_format or "html",
    )
    default = git.common_dir / "hookkit" / "history-report.html"
    write_and_report_page(
        page, options.file_options.file, default, options.file_options.open_in_browser
    )


def _render(git: Git, settings: Settings, options: _Options, report: HistoryReport) -> str:
    if options.file_options.file_format == "svg":
        from hookkit.history.statistics.svg_charts import history_svg

        return history_svg(report)
    from hookkit.history.read_forge_links import read_commit_urls
    from hookkit.history.statistics.html_page import history_page, shown_ids

    return history_page(report, read_commit_urls(git, settings, shown_ids(report)))
