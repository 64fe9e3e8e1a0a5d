"""``hookkit debt log``: the debt of a branch over time."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, get_args

import rich_click as click

from hookkit.commands.shared.html_and_svg_options import (
    HtmlAndSvgOptions,
    html_and_svg_options,
    require_valid_html_and_svg_options,
)
from hookkit.debt_log.log_options import DEFAULT_GROUP_BY, DebtLogOptions, GroupBy, Interval
from hookkit.diagnostic_log.write_log import configure_log
from hookkit.formats.registry import DEBT_LOG_FORMATS
from hookkit.git.runner import Git
from hookkit.phrases import plural
from hookkit.settings import environment_variables
from hookkit.settings.definitions import Settings
from hookkit.terminal.bars import bar_function
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw

if TYPE_CHECKING:
    from hookkit.debt_log.compute_debt_log import DebtLog


@click.command("log")
@click.argument("branch", required=False)
@click.option("--since", default="", metavar="DATE", help="Begin at a date or a tag.")
@click.option(
    "--by",
    type=click.Choice(get_args(GroupBy)),
    default=DEFAULT_GROUP_BY,
    help="Count what there is by rule or folder, or what authors or tickets added and removed.",
)
@click.option("--every", type=click.Choice(get_args(Interval)), help="When the debt is counted.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *DEBT_LOG_FORMATS]),
    help="rich or plain for people, json and csv for programs.",
)
@html_and_svg_options("a page with charts", "the charts as a picture")
def command(
    branch: str | None,
    since: str,
    by: GroupBy,
    every: Interval | None,
    output_format: str | None,
    html: str | None,
    svg: str | None,
    open_in_browser: bool,
) -> int:
    """Show how the debt of a branch has changed: that of the target if not given.

    Commits are read, nothing is checked out. Each content is looked at once, and what flake8 finds
    in it is kept for the next time. flake8 runs with the configuration of the worktree for every
    commit, so that the curve shows the code and not the configuration.

    --by author and --by ticket look at every commit of the branch, and show which merges changed
    most.
    """
    from hookkit.debt_log.compute_debt_log import compute_debt_log
    from hookkit.debt_log.report import debt_log_rows

    file_options = HtmlAndSvgOptions(html, svg, open_in_browser)
    require_valid_html_and_svg_options(
        file_options, "hookkit debt log", ("--format", output_format is not None)
    )
    git = Git.discover()
    configure_log(git)
    settings, variables = (
        load_settings_with_warnings(git),
        environment_variables.copy_environment(),
    )
    options = DebtLogOptions(by, every, since, branch)
    log = compute_debt_log(git, settings, variables, options)
    if file_options.file_format is not None:
        _write_file(git, settings, options, file_options, log)
    elif output_format is not None and output_format in DEBT_LOG_FORMATS:
        write_raw(DEBT_LOG_FORMATS[output_format](log))
    else:
        print_rows_in_format(
            output_format, debt_log_rows(log, options, bar_function(output_format))
        )
    return 0


def _write_file(
    git: Git,
    settings: Settings,
    options: DebtLogOptions,
    file_options: HtmlAndSvgOptions,
    log: DebtLog,
) -> None:
    from hookkit.terminal.write_html_or_svg_file import Page, write_and_report_page

    words = ["hookkit", "debt", "log", *options.arguments, *file_options.arguments_to_open]
    page = Page(
        text=_render(git, settings, file_options, log),
        title="hookkit wrote the debt log",
        size_text=plural(len(log.samples), "point"),
        show_command=shlex.join(words),
        command="debt log",
        file_option=file_options.file_format or "html",
    )
    default = git.common_dir / "hookkit" / "debt-log.html"
    write_and_report_page(page, file_options.file, default, file_options.open_in_browser)


def _render(git: Git, settings: Settings, file_options: HtmlAndSvgOptions, log: DebtLog) -> str:
    if file_options.file_format == "svg":
        from hookkit.debt_log.svg import debt_svg

        return debt_svg(log)
    from hookkit.debt_log.page import debt_page, shown_ids
    from hookkit.history.read_forge_links import read_commit_urls

    return debt_page(log, read_commit_urls(git, settings, shown_ids(log)))
