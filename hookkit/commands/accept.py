"""``hookkit accept``: take a correction."""

from __future__ import annotations

from typing import NamedTuple, get_args

import rich_click as click
from click import get_current_context
from click.core import ParameterSource

from hookkit.commands.kept_correction import kept_correction
from hookkit.commands.repository import open_repository
from hookkit.commands.selection_options import by_hunk, by_lines, by_rule, split_names
from hookkit.commands.squash_options import (
    SquashOptions,
    nothing_left_rows,
    spread_squash_options,
    squash_options,
)
from hookkit.corrections.accept import AcceptMode, accept
from hookkit.corrections.checkout_state import read_checkout_state
from hookkit.corrections.correction import (
    Correction,
    fixed_files,
    is_correction_of,
    write_partial_correction,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.keep_and_place import spread_kept
from hookkit.corrections.outcome import FixedFile
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.corrections.report.accept import taken_rows
from hookkit.corrections.report.selection import not_chosen_rows, nothing_chosen_sentence
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.review.review import build_review, find_review_source
from hookkit.corrections.selection import Selection, SelectionResult, parse_selection, select
from hookkit.errors import HookkitError, WrongUsage
from hookkit.git.commits import read_commit
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.log.logger import Logger
from hookkit.operation_log.stopped_sync import check_idle
from hookkit.phrases import short_id
from hookkit.settings import reader
from hookkit.terminal.output import say
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import Row


@click.command()
@click.argument("names", nargs=-1, metavar="[COMMIT] [PATH...]")
@click.option(
    "--as",
    "accept_as",
    type=click.Choice(get_args(AcceptMode)),
    default="fixup",
    show_default=True,
    help="A fixup! commit, a commit of its own, or into COMMIT itself.",
)
@click.option(
    "--spread", "is_spread", is_flag=True, help="A fixup! for each commit that has a part in it."
)
@by_rule
@by_lines
@by_hunk
def command(
    names: tuple[str, ...],
    accept_as: AcceptMode,
    is_spread: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
    is_mine: bool,
    hunks: tuple[str, ...],
) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch, or what you choose of it.

    What is not chosen can be taken later. Ends with 1 where a part found no place.
    """
    chosen = get_current_context().get_parameter_source("accept_as")
    if is_spread and chosen is ParameterSource.COMMANDLINE:
        raise WrongUsage("--spread and --as exclude each other", "hookkit accept --help")
    git = open_repository()
    require_commit(git)
    check_idle(git)
    commit, paths = split_names(git, names)
    selection = parse_selection(git, paths, only, without, is_mine, hunks)
    whole = kept_correction(git, commit)
    taken = _taken(git, whole, selection, is_squashed=accept_as == "amend" and not is_spread)
    if taken is None:
        say(nothing_left_rows(git, reader.load_settings(git), whole))
        return 0
    if is_spread:
        return _spread(git, taken)
    return _accept(git, whole, taken, accept_as)


class _Taken(NamedTuple):
    """The correction to place.

    ``what`` names the correction in the report, and ``not_chosen`` is the number of faults that
    were not chosen. ``chosen`` is the chosen part of the review, None if the whole correction is
    placed.
    """

    correction: Correction
    what: str = "the correction"
    not_chosen: int = 0
    chosen: SelectionResult | None = None


def _taken(git: Git, whole: Correction, selection: Selection, is_squashed: bool) -> _Taken | None:
    """Give the part of a correction to place, None if the whole correction is placed already.

    If ``is_squashed``, a whole correction that is the commit on top is given again, to be squashed.
    Raises HookkitError if nothing of the correction was chosen.
    """
    remaining = remaining_files(git, whole)
    if not remaining:
        on_top = is_squashed and is_correction_of(read_commit(git, "HEAD"), whole.corrected)
        return _Taken(whole) if on_top else None
    is_whole = remaining == fixed_files(git, whole)
    if is_whole and selection.is_everything:
        return _Taken(whole)
    settings = reader.load_settings(git)
    source = find_review_source(git, settings, whole.corrected.id)
    with Progress(len(source.job.changes)) as progress:
        review = build_review(git, settings, source, progress)
    chosen = select(review, selection)
    name = short_id(whole.corrected.id)
    if not chosen.review.files:
        subject = "what is left of the correction" if review.taken else "the correction"
        sentence = nothing_chosen_sentence(f"{subject} of {name}", review, chosen)
        raise HookkitError(sentence, f"hookkit review {name}")
    files = [FixedFile(each.path, each.mode, each.base, each.fixed) for each in chosen.review.files]
    part = write_partial_correction(
        git, whole, files, [each.outcome for each in chosen.review.files]
    )
    not_chosen = review.outcome.corrected - chosen.review.outcome.corrected
    whole_text = "the correction" if is_whole else "the rest of the correction"
    what = "a part of the correction" if not_chosen else whole_text
    return _Taken(part, what, not_chosen, chosen)


def _accept(git: Git, whole: Correction, taken: _Taken, accept_as: AcceptMode) -> int:
    correction, name = taken.correction, short_id(whole.corrected.id)
    before = read_checkout_state(git, correction)
    placed = accept(git, correction, accept_as, whole)
    Logger(__name__).info("%s: accepted as %s: %s", whole.corrected.id, accept_as, placed.commit)
    squash = SquashOptions()
    if accept_as == "fixup" and placed.commit:
        squash = squash_options(git, reader.load_settings(git), whole, placed.commit)
    if accept_as == "amend" and placed.commit and git.resolve(CORRECTION_REFS + placed.commit):
        name = short_id(placed.commit)
    rows = taken_rows(
        correction, accept_as, placed, before, squash.options, taken.what, squash.can_tidy
    )
    say(rows + _notes(taken, name))
    return 1 if any(placed.dropped.values()) else 0


def _notes(taken: _Taken, name: str) -> list[Row]:
    """Report the faults that were not chosen; ``name`` is the commit whose review shows them."""
    if taken.chosen is None:
        return []
    return not_chosen_rows(taken.not_chosen, taken.chosen, f"hookkit review {name}")


def _spread(git: Git, taken: _Taken) -> int:
    settings, correction = reader.load_settings(git), taken.correction
    before = read_checkout_state(git, correction)
    notes = _notes(taken, short_id(correction.corrected.id))
    with Progress(len(before.paths)) as progress:
        outcome, spread = spread_kept(git, settings, correction, progress)
    if spread.commits:
        can_tidy = spread_squash_options(git, settings, spread).can_tidy
        say(spread_rows(outcome, spread, before, can_tidy) + notes)
    else:
        say(taken_rows(correction, "fixup", spread.placed, before) + notes)
    return 1 if any(spread.placed.dropped.values()) else 0
