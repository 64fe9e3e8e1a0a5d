"""``hookkit debt log``: the debt of a history over time."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import rich_click as click

from hookkit.debt_log.asked import Asked, Every, GroupBy
from hookkit.errors import WrongUsage
from hookkit.formats.by_name import DEBT_LOG_FORMATS
from hookkit.git.runner import Git
from hookkit.log.logger import configure
from hookkit.phrases import counted
from hookkit.settings import environment
from hookkit.settings.schema import Settings
from hookkit.terminal.output import LOOKS, bar_of, say_as
from hookkit.terminal.raw_output import write_raw
from hookkit.terminal.rejected_settings import readable_settings

if TYPE_CHECKING:
    from hookkit.debt_log.log import DebtLog

BY: GroupBy = "rule"


class _Shown(NamedTuple):
    """Where the log is shown."""

    form: str | None
    html: str | None
    svg: str | None
    is_opened: bool

    @property
    def kind(self) -> Literal["html", "svg"] | None:
        """The form of a file, None for rows or a format."""
        if self.svg is not None:
            return "svg"
        return "html" if self.html is not None or self.is_opened else None

    @property
    def file(self) -> str | None:
        """The file: a path, - for stdout, None for the one in the git directory."""
        return self.html if self.kind == "html" else self.svg


@click.command("log")
@click.argument("branch", required=False)
@click.option("--since", default="", metavar="DATE", help="Begin at a date or a tag.")
@click.option(
    "--by",
    type=click.Choice(get_args(GroupBy)),
    default=BY,
    help="Count what there is by rule or folder, or what authors or tickets brought and paid.",
)
@click.option("--every", type=click.Choice(get_args(Every)), help="Where the debt is counted.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*LOOKS, *DEBT_LOG_FORMATS]),
    help="rich or plain for people, json and csv for programs.",
)
@click.option("--html", metavar="FILE", help="Write a page with charts; - is stdout.")
@click.option("--svg", metavar="FILE", help="Write the charts as a picture; - is stdout.")
@click.option("--open", "is_opened", is_flag=True, help="Show it in a browser.")
def command(
    branch: str | None,
    since: str,
    by: GroupBy,
    every: Every | None,
    form: str | None,
    html: str | None,
    svg: str | None,
    is_opened: bool,
) -> int:
    """Show how the debt of a branch has changed: that of the target if not given.

    Commits are read, nothing is checked out. Each content is looked at once, and what flake8 finds
    in it is kept for the next time. flake8 runs with the configuration of the worktree for every
    commit, so that the curve shows the code and not the configuration.

    --by author and --by ticket look at every commit of the branch, and tell which merges changed
    most.
    """
    from hookkit.debt_log.log import debt_log
    from hookkit.debt_log.report import log_rows_of

    shown = _Shown(form, html, svg, is_opened)
    _check_usage(shown)
    git = Git.discover()
    configure(git)
    settings, variables = readable_settings(git), environment.variables()
    asked = Asked(by, every, since, branch)
    log = debt_log(git, settings, variables, asked)
    if shown.kind is not None:
        _write(git, settings, asked, shown, log)
    elif form is not None and form in DEBT_LOG_FORMATS:
        write_raw(DEBT_LOG_FORMATS[form](log))
    else:
        say_as(form, log_rows_of(log, bar_of(form)))
    return 0


def _check_usage(shown: _Shown) -> None:
    is_html = shown.html is not None or (shown.is_opened and shown.svg is None)
    if is_html + (shown.svg is not None) + (shown.form is not None) > 1:
        sentence = "--html, --svg and --format exclude each other"
        raise WrongUsage(sentence, "hookkit debt log --help")
    if shown.is_opened and "-" in (shown.html, shown.svg):
        raise WrongUsage("what goes to stdout cannot be opened", "hookkit debt log --open")


def _write(git: Git, settings: Settings, asked: Asked, shown: _Shown, log: DebtLog) -> None:
    from hookkit.terminal.browser import Page, deliver_page

    file = [f"--{shown.kind}", shown.file] if shown.file else []
    page = Page(
        text=_drawn(git, settings, shown, log),
        title="hookkit wrote the debt log",
        size=counted(len(log.samples), "point"),
        show_command=shlex.join(["hookkit", "debt", "log", *_again(asked), *file, "--open"]),
        command="debt log",
        form=shown.kind or "html",
    )
    default = git.common_dir / "hookkit" / "debt-log.html"
    deliver_page(page, shown.file, default, shown.is_opened)


def _again(asked: Asked) -> list[str]:
    """Give the arguments that ask for the same."""
    words = [asked.branch] if asked.branch else []
    words += ["--since", asked.since] if asked.since else []
    words += ["--by", asked.by] if asked.by != BY else []
    return words + (["--every", asked.every] if asked.every else [])


def _drawn(git: Git, settings: Settings, shown: _Shown, log: DebtLog) -> str:
    if shown.kind == "svg":
        from hookkit.debt_log.svg import debt_svg

        return debt_svg(log)
    from hookkit.debt_log.page import debt_page, shown_ids
    from hookkit.history.commit_links import commit_links

    return debt_page(log, commit_links(git, settings, shown_ids(log)))
