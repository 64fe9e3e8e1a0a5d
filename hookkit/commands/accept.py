"""``hookkit accept``: put a kept correction, or chosen hunks of it, on the branch."""

from __future__ import annotations

from typing import NamedTuple, get_args

import rich_click as click
from click import get_current_context
from click.core import ParameterSource

from hookkit.commands.shared.find_kept_correction import find_kept_correction
from hookkit.commands.shared.hunk_selection_options import (
    hunk_option,
    rule_options,
    touched_lines_option,
)
from hookkit.commands.shared.open_repository import open_repository
from hookkit.commands.shared.squash_hint import (
    SquashHint,
    find_spread_squash_hint,
    find_squash_hint,
    nothing_left_rows,
)
from hookkit.corrections.accept import AcceptAs, accept
from hookkit.corrections.commit_or_file_arguments import split_revision_and_paths
from hookkit.corrections.correction import (
    Correction,
    fixed_files,
    is_correction_of,
    write_partial_correction,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.hunk_selection import HunkSelection, parse_selection
from hookkit.corrections.keep_and_place import spread_kept_correction
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.corrections.report.accept import accepted_rows
from hookkit.corrections.report.spread import spread_rows
from hookkit.corrections.report.unselected_faults import (
    nothing_selected_sentence,
    unselected_fault_rows,
)
from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.corrections.select_hunks import SelectedReview, select_hunks
from hookkit.corrections.state_before_accept import read_state_before_accept
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import HookkitError, WrongUsage
from hookkit.git.commits import read_commit
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.phrases import short_id
from hookkit.settings import effective_settings
from hookkit.terminal.output import print_rows
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import Row


@click.command()
@click.argument("names", nargs=-1, metavar="[COMMIT] [PATH...]")
@click.option(
    "--as",
    "accept_as",
    type=click.Choice(get_args(AcceptAs)),
    default="fixup",
    show_default=True,
    help="A fixup! commit, a commit of its own, or into COMMIT itself.",
)
@click.option(
    "--spread", "is_spread", is_flag=True, help="A fixup! for each commit that has a part in it."
)
@rule_options
@touched_lines_option
@hunk_option
def command(
    names: tuple[str, ...],
    accept_as: AcceptAs,
    is_spread: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
    only_touched_lines: bool,
    hunk_ids: tuple[str, ...],
) -> int:
    """Put the correction of COMMIT (HEAD by default) on the branch, or what you choose of it.

    What is not chosen can be taken later. Ends with 1 where a part found no place.
    """
    mode_source = get_current_context().get_parameter_source("accept_as")
    if is_spread and mode_source is ParameterSource.COMMANDLINE:
        raise WrongUsage("--spread and --as exclude each other", "hookkit accept --help")
    git = open_repository()
    require_commit(git)
    require_no_operation_or_stopped_sync(git)
    commit, paths = split_revision_and_paths(git, names)
    selection = parse_selection(git, paths, only, without, only_touched_lines, hunk_ids)
    kept = find_kept_correction(git, commit)
    is_amend = accept_as == "amend" and not is_spread
    chosen = _choose_correction(git, kept, selection, is_amend)
    if chosen is None:
        print_rows(nothing_left_rows(git, effective_settings.load_settings(git), kept))
        return 0
    if is_spread:
        return _spread(git, chosen)
    return _accept(git, kept, chosen, accept_as)


class _ChosenCorrection(NamedTuple):
    """The correction to place.

    ``description`` names the correction in the report, and ``not_chosen_count`` is the number of
    faults that were not chosen. ``selection_result`` has the chosen hunks, None if all of the kept
    correction is placed.
    """

    correction: Correction
    description: str = "the correction"
    not_chosen_count: int = 0
    selection_result: SelectedReview | None = None


def _choose_correction(
    git: Git, kept: Correction, selection: HunkSelection, is_amend: bool
) -> _ChosenCorrection | None:
    """Give what is chosen of a correction, to be placed; None if all of it is placed already.

    If ``is_amend``, a correction that is the commit on top is given again, to be squashed.
    Raises HookkitError if nothing of the correction was chosen.
    """
    remaining = remaining_files(git, kept)
    if not remaining:
        is_commit_on_top = is_amend and is_correction_of(read_commit(git, "HEAD"), kept.corrected)
        return _ChosenCorrection(kept) if is_commit_on_top else None
    is_whole = remaining == fixed_files(git, kept)
    if is_whole and selection.is_everything:
        return _ChosenCorrection(kept)
    settings = effective_settings.load_settings(git)
    source = find_review_source(git, settings, kept.corrected.id)
    with Progress(len(source.files_to_fix.changes)) as progress:
        review = build_review(git, settings, source, progress)
    selected = select_hunks(review, selection)
    name = short_id(kept.corrected.id)
    if not selected.review.files:
        subject = "what is left of the correction" if review.taken_fault_count else "the correction"
        sentence = nothing_selected_sentence(f"{subject} of {name}", review, selected)
        raise HookkitError(sentence, f"hookkit review {name}")
    files = [
        FixedFile(each.path, each.mode, each.original, each.fixed) for each in selected.review.files
    ]
    chosen_correction = write_partial_correction(
        git, kept, files, [each.outcome for each in selected.review.files]
    )
    not_chosen_count = (
        review.outcome.corrected_fault_count - selected.review.outcome.corrected_fault_count
    )
    whole_text = "the correction" if is_whole else "the rest of the correction"
    description = "a part of the correction" if not_chosen_count else whole_text
    return _ChosenCorrection(chosen_correction, description, not_chosen_count, selected)


def _accept(git: Git, kept: Correction, chosen: _ChosenCorrection, accept_as: AcceptAs) -> int:
    correction, name = chosen.correction, short_id(kept.corrected.id)
    before = read_state_before_accept(git, correction)
    placed = accept(git, correction, accept_as, kept)
    Logger(__name__).info("%s: accepted as %s: %s", kept.corrected.id, accept_as, placed.commit)
    squash = SquashHint()
    if accept_as == "fixup" and placed.commit:
        squash = find_squash_hint(git, effective_settings.load_settings(git), kept, placed.commit)
    if accept_as == "amend" and placed.commit and git.resolve(CORRECTION_REFS + placed.commit):
        name = short_id(placed.commit)
    rows = accepted_rows(
        correction,
        accept_as,
        placed,
        before,
        squash.autosquash_options,
        chosen.description,
        squash.can_tidy,
    )
    print_rows(rows + _not_chosen_rows(chosen, name))
    return 1 if any(placed.dropped.values()) else 0


def _not_chosen_rows(chosen: _ChosenCorrection, name: str) -> list[Row]:
    """Report the faults that were not chosen; ``name`` is the commit whose review shows them."""
    if chosen.selection_result is None:
        return []
    return unselected_fault_rows(
        chosen.not_chosen_count, chosen.selection_result, f"hookkit review {name}"
    )


def _spread(git: Git, chosen: _ChosenCorrection) -> int:
    settings, correction = effective_settings.load_settings(git), chosen.correction
    before = read_state_before_accept(git, correction)
    notes = _not_chosen_rows(chosen, short_id(correction.corrected.id))
    with Progress(len(before.paths)) as progress:
        outcome, spread = spread_kept_correction(git, settings, correction, progress)
    if spread.commits:
        can_tidy = find_spread_squash_hint(git, settings, spread).can_tidy
        print_rows(spread_rows(outcome, spread, before, can_tidy) + notes)
    else:
        print_rows(accepted_rows(correction, "fixup", spread.placement, before) + notes)
    return 1 if any(spread.placement.dropped.values()) else 0
