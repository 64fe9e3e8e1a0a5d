"""``hookkit accept``: take a correction."""

from __future__ import annotations

from typing import get_args

import rich_click as click
from click import get_current_context
from click.core import ParameterSource

from hookkit.corrections.accept import As, accept
from hookkit.corrections.correction import Correction, find_correction
from hookkit.corrections.keep_and_place import spread_kept
from hookkit.corrections.report.accept import taken_rows
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.surroundings import Surroundings, read_surroundings, squash_options
from hookkit.errors import WrongUsage
from hookkit.git.head import require_commit
from hookkit.git.in_progress import check_nothing_in_progress
from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.settings import reader
from hookkit.terminal.output import say
from hookkit.terminal.progress import Progress


@click.command()
@click.argument("commit", required=False)
@click.option(
    "--as",
    "how",
    type=click.Choice(get_args(As)),
    default="fixup",
    show_default=True,
    help="A fixup! commit, a commit of its own, or into COMMIT itself.",
)
@click.option(
    "--spread", "is_spread", is_flag=True, help="A fixup! for each commit that has a part in it."
)
def command(commit: str | None, how: As, is_spread: bool) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch.

    Ends with 1 where a part of it found no place.
    """
    chosen = get_current_context().get_parameter_source("how")
    if is_spread and chosen is ParameterSource.COMMANDLINE:
        raise WrongUsage("--spread and --as exclude each other", "hookkit accept --help")
    git = Git.discover()
    configure(git)
    require_commit(git)
    check_nothing_in_progress(git)
    correction = find_correction(git, commit)
    before = read_surroundings(git, correction)
    if is_spread:
        return _spread(git, correction, before)
    placed = accept(git, correction, how)
    logger = Logger(__name__)
    logger.info("%s: accepted as %s: %s", correction.corrected.id, how, placed.commit)
    options: tuple[str, ...] = ()
    if how == "fixup" and placed.commit:
        options = squash_options(git, correction.corrected.id, placed.commit)
    say(taken_rows(correction, how, placed, before, options))
    return 1 if any(placed.dropped.values()) else 0


def _spread(git: Git, correction: Correction, before: Surroundings) -> int:
    settings = reader.load(git)
    with Progress(len(before.paths)) as progress:
        outcome, spread = spread_kept(git, settings, correction, progress)
    if spread.commits:
        say(spread_rows(outcome, spread, before))
    else:
        say(taken_rows(correction, "fixup", spread.placed, before))
    return 1 if any(spread.placed.dropped.values()) else 0
