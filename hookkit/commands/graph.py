"""``hookkit graph``: a picture of the history."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal, NamedTuple

import rich_click as click

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.graph.picture import Picture, picture
from hookkit.graph.terminal import say_picture
from hookkit.graph.written_file import written_rows
from hookkit.log import configuration
from hookkit.settings import environment
from hookkit.terminal.browser import show_page, write_page
from hookkit.terminal.output import say
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings

ROWS = 40
ROWS_OF_A_PAGE = 1000


class _Asked(NamedTuple):
    """What the command line asked for."""

    what: str | None
    is_whole: bool
    is_unfolded: bool
    limit: int | None
    html: str | None
    svg: str | None
    is_opened: bool

    @property
    def form(self) -> Literal["rows", "html", "svg"]:
        """What is wanted: rows in the terminal, a page or a picture."""
        if self.svg is not None:
            return "svg"
        return "html" if self.html is not None or self.is_opened else "rows"

    @property
    def file(self) -> str | None:
        """Where it goes: a path, - for stdout, None for a place of our own."""
        return self.html if self.form == "html" else self.svg

    @property
    def rows(self) -> int:
        """How many rows there are to be, 0 for all."""
        usual = ROWS_OF_A_PAGE if self.form == "html" else ROWS
        return usual if self.limit is None else self.limit

    @property
    def again(self) -> list[str]:
        """The arguments that name what to draw."""
        what = [self.what] if self.what else []
        return [*what, *["--all"] * self.is_whole, *["--unfold"] * self.is_unfolded]

    @property
    def to_show(self) -> list[str]:
        """The arguments that draw the same and show it."""
        limit = [] if self.limit is None else ["--limit", str(self.limit)]
        file = [f"--{self.form}", self.file] if self.file else []
        return [*self.again, *limit, *file, "--open"]


@click.command()
@click.argument("what", required=False, metavar="[A..B | BRANCH]")
@click.option("--all", "is_whole", is_flag=True, help="Every branch and tag.")
@click.option("--unfold", "is_unfolded", is_flag=True, help="The commits of merged branches too.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"Rows, 0 for all; {ROWS} without, on a page {ROWS_OF_A_PAGE:,}.",
)
@click.option("--html", metavar="FILE", help="Write a page; - is stdout.")
@click.option("--svg", metavar="FILE", help="Write a picture; - is stdout.")
@click.option("--open", "is_opened", is_flag=True, help="Show it in a browser.")
def command(
    what: str | None,
    is_whole: bool,
    is_unfolded: bool,
    limit: int | None,
    html: str | None,
    svg: str | None,
    is_opened: bool,
) -> int:
    """Draw the history: HEAD or BRANCH and its target, what each merge brought in, and how.

    A merge of a rebased branch has a ✓; any other names the rule that it breaks. Nothing is
    fetched.
    """
    asked = _Asked(what, is_whole, is_unfolded, limit, html, svg, is_opened)
    _check_usage(asked)
    git = Git.discover()
    configuration.configure(git)
    settings = readable_settings(git)
    drawn = picture(git, settings, environment.variables(), what, asked.rows, is_whole)
    if asked.form != "rows":
        return _write(git, asked, drawn)
    now = int(time.time())
    say_picture(drawn, limit=asked.rows, is_unfolded=is_unfolded, now=now, again=asked.again)
    return 0


def _check_usage(asked: _Asked) -> None:
    if asked.html is not None and asked.svg is not None:
        raise WrongUsage("--html and --svg exclude each other", "hookkit graph --help")
    if asked.is_opened and "-" in (asked.html, asked.svg):
        raise WrongUsage("what goes to stdout cannot be opened", "hookkit graph --open")


def _write(git: Git, asked: _Asked, drawn: Picture) -> int:
    text, file = _drawn(asked, drawn), asked.file
    if file == "-":
        write_raw(text.encode())
        return 0
    path = git.common_dir / "hookkit" / "graph.html" if file is None else Path(file)
    if file is None:
        path.parent.mkdir(exist_ok=True)
    write_page(path, text, "graph", asked.form)
    is_shown = asked.is_opened and show_page(path)
    say(written_rows(drawn, path, asked.to_show, asked.is_opened, is_shown))
    return 0


def _drawn(asked: _Asked, drawn: Picture) -> str:
    if asked.form == "svg":
        from hookkit.graph.svg import svg

        return svg(drawn, asked.rows, asked.is_unfolded)
    from hookkit.graph.page import graph_page

    return graph_page(drawn, asked.what or "", asked.again)
