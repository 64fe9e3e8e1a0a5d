"""``hookkit graph``: a picture of the history."""

from __future__ import annotations

import gc
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

import rich_click as click

from hookkit.commands.shared.html_and_svg_options import (
    HtmlAndSvgOptions,
    html_and_svg_options,
    require_valid_html_and_svg_options,
)
from hookkit.commands.shared.open_repository import open_repository
from hookkit.git.runner import Git
from hookkit.graph.build_picture import Picture, build_picture
from hookkit.graph.terminal import print_picture
from hookkit.phrases import plural
from hookkit.settings import environment_variables
from hookkit.settings.definitions import Settings
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from hookkit.terminal.write_html_or_svg_file import Page, write_and_report_page

DEFAULT_ROWS = 40
DEFAULT_PAGE_ROWS = 1000
MAX_COMMITS_WITH_FILES = 200
"""The most commits of a page for which changed files are read: git takes 1 to 2 ms for each."""


class _Options(NamedTuple):
    """The options of the command line."""

    revisions: str | None
    include_all_refs: bool
    is_unfolded: bool
    limit: int | None
    file_options: HtmlAndSvgOptions

    @property
    def row_limit(self) -> int:
        """The number of rows, 0 for all."""
        usual = DEFAULT_PAGE_ROWS if self.file_options.file_format == "html" else DEFAULT_ROWS
        return usual if self.limit is None else self.limit

    @property
    def arguments(self) -> list[str]:
        """The arguments that draw the same picture, without the limit and the file."""
        revisions = [self.revisions] if self.revisions else []
        return [*revisions, *["--all"] * self.include_all_refs, *["--unfold"] * self.is_unfolded]

    @property
    def arguments_to_open(self) -> list[str]:
        """The arguments that draw the same picture and open it."""
        limit = [] if self.limit is None else ["--limit", str(self.limit)]
        return [*self.arguments, *limit, *self.file_options.arguments_to_open]


@click.command()
@click.argument("revisions", required=False, metavar="[A..B | BRANCH]")
@click.option("--all", "include_all_refs", is_flag=True, help="Every branch and tag.")
@click.option("--unfold", "is_unfolded", is_flag=True, help="The commits of merged branches too.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"Rows, 0 for all; {DEFAULT_ROWS} without, on a page {DEFAULT_PAGE_ROWS:,}. "
    "In a file they are those of the main line, with all that each merged.",
)
@html_and_svg_options("a page", "a picture")
def command(
    revisions: str | None,
    include_all_refs: bool,
    is_unfolded: bool,
    limit: int | None,
    html: str | None,
    svg: str | None,
    open_in_browser: bool,
) -> int:
    """Draw the history: HEAD or BRANCH and its target, what each merge merged, and how.

    A merge of a rebased branch has a ✓; any other names the rule that it breaks. Nothing is
    fetched.
    """
    file_options = HtmlAndSvgOptions(html, svg, open_in_browser)
    require_valid_html_and_svg_options(file_options, "hookkit graph")
    options = _Options(revisions, include_all_refs, is_unfolded, limit, file_options)
    git = open_repository()
    settings = load_settings_with_warnings(git)
    with _without_garbage_collection():
        return _draw(git, settings, options)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Disable garbage collection: all objects of a history are needed to the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _draw(git: Git, settings: Settings, options: _Options) -> int:
    variables = environment_variables.copy_environment()
    picture = build_picture(
        git, settings, variables, options.revisions, options.row_limit, options.include_all_refs
    )
    if options.file_options.file_format is not None:
        return _write_file(git, settings, options, picture)
    print_picture(
        picture,
        limit=options.row_limit,
        is_unfolded=options.is_unfolded,
        now=int(time.time()),
        arguments=options.arguments,
    )
    return 0


def _write_file(git: Git, settings: Settings, options: _Options, picture: Picture) -> int:
    page = Page(
        text=_render(git, settings, options, picture),
        title="hookkit drew the history",
        size_text=plural(picture.commit_count, "commit"),
        show_command=shlex.join(["hookkit", "graph", *options.arguments_to_open]),
        command="graph",
        file_option=options.file_options.file_format or "html",
    )
    default = git.common_dir / "hookkit" / "graph.html"
    write_and_report_page(
        page, options.file_options.file, default, options.file_options.open_in_browser
    )
    return 0


def _render(git: Git, settings: Settings, options: _Options, picture: Picture) -> str:
    if options.file_options.file_format == "svg":
        from hookkit.graph.svg import render_svg

        return render_svg(picture, options.is_unfolded, options.arguments)
    from hookkit.git.changed_line_counts import changed_line_counts
    from hookkit.graph.page import graph_page
    from hookkit.graph.page_data import PageContext
    from hookkit.history.read_forge_links import read_forge_links

    newest = (each.id for row in picture.rows for each in (row.commit, *row.merged_commits))
    files = changed_line_counts(git, list(islice(newest, MAX_COMMITS_WITH_FILES)))
    context = PageContext(read_forge_links(git, settings), files)
    return graph_page(
        picture, options.revisions or "", options.arguments, options.is_unfolded, context
    )
