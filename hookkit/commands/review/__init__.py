"""``hookkit review``: a correction shown, walked through, or written for others to read."""

from __future__ import annotations

import shlex
from typing import NamedTuple, get_args

import rich_click as click

from hookkit.corrections.review.finish import PlacementMode
from hookkit.corrections.review.review import Review, build_review, find_review_source
from hookkit.corrections.revision_arguments import range_of
from hookkit.errors import WrongUsage
from hookkit.formats.by_name import FORMATS
from hookkit.git.runner import Git
from hookkit.git.unborn import require_commit
from hookkit.log import configuration
from hookkit.settings import reader
from hookkit.settings.schema import Settings
from hookkit.terminal.progress import Progress
from hookkit.terminal.raw_output import write_raw


class _Asked(NamedTuple):
    """What the command line asked for; ``span`` holds the two ends of a range."""

    what: str | None
    span: tuple[str, str] | None
    interactive: bool
    how: PlacementMode | None
    html: str | None
    is_opened: bool
    form: str | None


@click.command()
@click.argument("what", required=False, metavar="[COMMIT | A..B]")
@click.option("-i", "--interactive", is_flag=True, help="Choose hunk by hunk, as git add -p does.")
@click.option(
    "--as",
    "how",
    type=click.Choice(get_args(PlacementMode)),
    help="Where what is taken goes; -i asks at its end without this.",
)
@click.option("--html", metavar="FILE", help="Write a page; - is stdout.")
@click.option("--open", "is_opened", is_flag=True, help="Show the page in a browser.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="For other programs.")
def command(
    what: str | None,
    interactive: bool,
    how: PlacementMode | None,
    html: str | None,
    is_opened: bool,
    form: str | None,
) -> int:
    """Show the correction of COMMIT (HEAD by default): the patch, its rules, what was withheld.

    Where none is kept, and for a range, it is shown what the correction would be. Ends with 1
    where something that was taken with -i found no place.
    """
    span = range_of([what] if what else [])
    asked = _Asked(what, span, interactive, how, html, is_opened, form)
    _check_usage(asked)
    git = Git.discover()
    configuration.configure(git)
    settings = reader.load(git)
    require_commit(git)
    return _answer(git, asked, _reviewed(git, settings, asked))


def _check_usage(asked: _Asked) -> None:
    if asked.how is not None and not asked.interactive:
        again = shlex.join(["hookkit", "review", "-i", "--as", asked.how])
        raise WrongUsage("--as is for -i", again)
    if asked.span is not None and asked.interactive:
        sentence = "a range has no correction to choose from before it is kept on its last commit"
        again = shlex.join(["hookkit", "run", asked.what or "", "--mode", "propose"])
        raise WrongUsage(sentence, again)
    is_page = asked.html is not None or asked.is_opened
    if asked.interactive + is_page + (asked.form is not None) > 1:
        raise WrongUsage("-i, --html and --format exclude each other", "hookkit review --help")
    if asked.is_opened and asked.html == "-":
        raise WrongUsage("what goes to stdout cannot be opened", "hookkit review --open")


def _reviewed(git: Git, settings: Settings, asked: _Asked) -> Review:
    subject = find_review_source(git, settings, asked.what, asked.span)
    with Progress(len(subject.job.changes)) as progress:
        return build_review(git, settings, subject, progress)


def _answer(git: Git, asked: _Asked, review: Review) -> int:
    if asked.form is not None:
        write_raw(FORMATS[asked.form](review))
        return 0
    if asked.html is not None or asked.is_opened:
        from hookkit.commands.review.paging import write

        return write(git, review, asked.html, asked.is_opened)
    if asked.interactive and review.files:
        from hookkit.commands.review.walking import walk

        return walk(git, review, asked.how)
    from hookkit.commands.review.showing import show

    return show(git, review)
