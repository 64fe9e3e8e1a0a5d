"""``hookkit accept``: take a correction."""

from __future__ import annotations

from typing import get_args

import rich_click as click
from click import get_current_context
from click.core import ParameterSource

from hookkit.commands.selection_options import by_lines, by_rule, split_names
from hookkit.corrections.accept import As, accept
from hookkit.corrections.correction import Correction, find_correction, write_part
from hookkit.corrections.keep_and_place import spread_kept
from hookkit.corrections.outcome import FixedFile
from hookkit.corrections.report.accept import taken_rows
from hookkit.corrections.report.selection import left_rows
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.review.review import build_review, find_review_source
from hookkit.corrections.selection import Selection, parse_selection, select
from hookkit.corrections.surroundings import Surroundings, read_surroundings, squash_options
from hookkit.errors import HookkitError, WrongUsage
from hookkit.git.head import require_commit
from hookkit.git.in_progress import check_nothing_in_progress
from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.phrases import counted, short
from hookkit.settings import reader
from hookkit.terminal.output import say
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import Row


@click.command()
@click.argument("names", nargs=-1, metavar="[COMMIT] [PATH...]")
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
@by_rule
@by_lines
def command(
    names: tuple[str, ...],
    how: As,
    is_spread: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
    is_mine: bool,
) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch, or what you choose of it.

    What is not chosen stays where it is. Ends with 1 where a part found no place.
    """
    chosen = get_current_context().get_parameter_source("how")
    if is_spread and chosen is ParameterSource.COMMANDLINE:
        raise WrongUsage("--spread and --as exclude each other", "hookkit accept --help")
    git = Git.discover()
    configure(git)
    require_commit(git)
    check_nothing_in_progress(git)
    commit, paths = split_names(git, names)
    selection = parse_selection(git, paths, only, without, is_mine)
    correction = find_correction(git, commit)
    notes: list[Row] = []
    if not selection.is_everything:
        correction, notes = _chosen(git, correction, selection)
    before = read_surroundings(git, correction)
    if is_spread:
        return _spread(git, correction, before, notes)
    placed = accept(git, correction, how)
    logger = Logger(__name__)
    logger.info("%s: accepted as %s: %s", correction.corrected.id, how, placed.commit)
    options: tuple[str, ...] = ()
    if how == "fixup" and placed.commit:
        options = squash_options(git, correction.corrected.id, placed.commit)
    say(taken_rows(correction, how, placed, before, options) + notes)
    return 1 if any(placed.dropped.values()) else 0


def _chosen(
    git: Git, whole: Correction, selection: Selection
) -> tuple[Correction, list[Row]]:
    """Give the correction of what was chosen, and the rows that tell of the rest.

    Raises HookkitError where nothing of it was chosen.
    """
    settings = reader.load(git)
    source = find_review_source(git, settings, whole.corrected.id)
    with Progress(len(source.job.changes)) as progress:
        review = build_review(git, settings, source, progress)
    chosen = select(review, selection)
    name = short(whole.corrected.id)
    if not chosen.review.files:
        sentence = f"nothing in the correction of {name} is what you chose"
        if chosen.mixed:
            also = counted(chosen.mixed, "place")
            sentence += f": {also} would mend other rules as well"
        raise HookkitError(sentence, f"hookkit review {name}")
    files = [FixedFile(each.path, each.mode, each.base, each.fixed) for each in chosen.review.files]
    part = write_part(git, whole, files, [each.outcome for each in chosen.review.files])
    left = review.outcome.corrected - chosen.review.outcome.corrected
    return part, left_rows(left, chosen.mixed, f"hookkit review {name}")


def _spread(git: Git, correction: Correction, before: Surroundings, notes: list[Row]) -> int:
    settings = reader.load(git)
    with Progress(len(before.paths)) as progress:
        outcome, spread = spread_kept(git, settings, correction, progress)
    if spread.commits:
        say(spread_rows(outcome, spread, before) + notes)
    else:
        say(taken_rows(correction, "fixup", spread.placed, before) + notes)
    return 1 if any(spread.placed.dropped.values()) else 0
