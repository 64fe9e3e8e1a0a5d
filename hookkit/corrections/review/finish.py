"""Finish a review: the chosen hunks become the correction, which is placed as requested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hookkit.corrections.accept import accept, can_amend
from hookkit.corrections.apply_to_versions import apply_where_it_fits
from hookkit.corrections.correction import (
    Correction,
    fixed_files,
    is_squashable_into,
    keep_correction,
    range_start_in,
    shrunk_baseline_files,
    write_partial_correction,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.find_corrected_faults import outcomes_of_fixed_files
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.refused_hunks import (
    RefusedHunk,
    new_refusals,
    refusal_lines,
    remember_refusals,
)
from hookkit.corrections.review.chosen_hunks import ChosenHunks
from hookkit.corrections.review.find_untaken_worktree_hunks import (
    baselines_to_restore,
    files_with_untaken_hunks,
    has_removable_hunks,
)
from hookkit.corrections.review.placement_modes import PlacementMode
from hookkit.corrections.review.review import Review
from hookkit.corrections.review.state_at_review_start import ReviewStart, require_unchanged
from hookkit.corrections.run_outcome import Outcome
from hookkit.corrections.spread_placement import Spread, spread
from hookkit.corrections.state_before_accept import StateBeforeAccept, read_state_before_accept
from hookkit.corrections.worktree_placement import place_in_worktree
from hookkit.errors import HookkitError
from hookkit.git.commits import read_commit
from hookkit.git.refs import delete_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, RefusalChange, ValueChange
from hookkit.operation_log.stored_entries import finish_entry, write_entry
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.phrases import path_text, short_id

CHOICE_KIND = "choice"
"""The kind of the log entry for a correction that was replaced by its chosen hunks."""

REMOVE_UNTAKEN_KIND = "review"
"""The kind of the log entry for untaken hunks that were removed from the files."""


class RemovedHunks(NamedTuple):
    """The files (``paths``) from which untaken hunks were removed.

    ``dropped`` are the lines, by path, that could not be removed because of other edits.
    """

    paths: tuple[bytes, ...] = ()
    dropped: Mapping[bytes, Sequence[Dropped]] = MappingProxyType({})


class FinishedReview(NamedTuple):
    """The result of a finished review.

    ``correction`` has the taken hunks, None if none was taken. ``placement`` and
    ``state_before`` describe the placement, None without one; ``spread`` describes the new
    commits if there is one for each corrected commit. ``new_refusal_count`` is the number of newly
    refused hunks. ``outcome`` is that of the review, and has only the faults that the taken hunks
    fix if any were taken. ``keeps_fewer_hunks`` says that the kept correction has fewer hunks than
    before, ``is_squashable`` that git can squash the files into the corrected commit, because it
    changed all of them, ``is_kept`` that ``correction`` is the kept correction from now on, and
    ``is_amendable`` that the corrected commit may be amended.
    """

    correction: Correction | None
    removed_hunks: RemovedHunks
    placement: PlacementResult | None
    state_before: StateBeforeAccept | None
    new_refusal_count: int
    outcome: Outcome
    keeps_fewer_hunks: bool = False
    is_squashable: bool = True
    spread: Spread | None = None
    is_kept: bool = True
    is_amendable: bool = True


def finish_review(
    git: Git, review: Review, start: ReviewStart, chosen: ChosenHunks, placement_mode: PlacementMode
) -> FinishedReview:
    """Remember the refused hunks, and place the taken ones.

    Taken hunks that are put into the files or proposed become the kept correction. If they are put
    on the branch, the rest of the correction is kept. Raises Refused, with nothing written, if HEAD
    or the correction has moved meanwhile. If the placement is refused, the taken hunks are kept all
    the same; after a review of a part of the correction, the whole correction is kept instead.
    """
    require_unchanged(git, start)
    is_kept = placement_mode == "propose" or (
        placement_mode == "worktree" and not start.is_partial_of_kept
    )
    files = chosen.taken_files if is_kept else _proposed_files(git, review, start, chosen)
    whole_correction, new_refusal_count = _keep_and_refuse(git, start, files, chosen.refused_hunks)
    assert whole_correction is not None
    correction = whole_correction if is_kept else _taken_correction(git, whole_correction, chosen)
    result = FinishedReview(
        *(correction, RemovedHunks(), None, None, new_refusal_count),
        outcome=review.outcome._replace(files=chosen.outcomes, correction=correction.commit.id),
        keeps_fewer_hunks=is_kept
        and bool(chosen.untaken_hunk_removals and start.correction)
        and not start.is_partial,
        is_squashable=is_squashable_into(git, start.commit.id, chosen.taken_files),
        is_kept=is_kept,
        is_amendable=can_amend(git, start.commit),
    )
    if placement_mode == "propose":
        return result
    removed_hunks = RemovedHunks()
    try:
        removed_hunks = _remove_untaken_hunks(git, start, chosen)
        state_before = read_state_before_accept(git, correction)
        result = result._replace(removed_hunks=removed_hunks, state_before=state_before)
        return _place(git, result, whole_correction, chosen, placement_mode)
    except HookkitError as error:
        kept_notes = _keep_unplaced(git, start, chosen, removed_hunks)
        error.message = "; ".join(filter(None, [error.message, ", ".join(kept_notes)]))
        raise


def _keep_unplaced(
    git: Git, start: ReviewStart, chosen: ChosenHunks, removed_hunks: RemovedHunks
) -> Iterator[str]:
    """Keep taken hunks that could not be placed; yield sentences about the changes."""
    if not start.is_partial_of_kept:
        _keep_and_refuse(git, start, chosen.taken_files, ())
        yield f"what was taken is kept as the correction of {short_id(start.commit.id)}"
    if removed_hunks.paths:
        names = ", ".join(map(path_text, removed_hunks.paths))
        yield f"what was left out is out of {names} (hookkit undo)"


def _proposed_files(
    git: Git, review: Review, start: ReviewStart, chosen: ChosenHunks
) -> list[FixedFile]:
    """Give the files of the whole correction, without refused hunks and with edited ones."""
    changes = {each.path: (each.original, each.fixed) for each in chosen.refused_or_edited_changes}
    if start.correction is None:
        files = [FixedFile(*each[:4]) for each in review.files]
    else:
        files = fixed_files(git, _read_correction(git, start.correction, start))
    proposed = (
        (
            each._replace(fixed=apply_where_it_fits(*changes[each.path], each.fixed))
            if each.path in changes
            else each
        )
        for each in files
    )
    return [each for each in proposed if each.fixed != each.original]


def _keep_and_refuse(
    git: Git, start: ReviewStart, files: Sequence[FixedFile], refused: Sequence[RefusedHunk]
) -> tuple[Correction | None, int]:
    """Keep files as the correction and remember the refused hunks, with one entry for both.

    A kept correction with the same files stays, with its baseline of debt. Gives the correction,
    None if nothing is left of it, and the number of newly refused hunks.
    """
    ref = CORRECTION_REFS + start.commit.id
    old_id = git.resolve(ref)
    lines = refusal_lines(new_refusals(git, refused))
    remember_refusals(git, refused)
    kept_id = None
    if old_id is not None and [*files] == fixed_files(git, _read_correction(git, old_id, start)):
        kept_id = old_id
    elif files:
        range_start = range_start_in(read_commit(git, old_id)) if old_id else None
        kept_id = keep_correction(
            git, start.commit, files, outcomes_of_fixed_files(git, files), range_start
        )
    elif old_id is not None:
        delete_refs(git, {ref: old_id})
    id_change = (
        ValueChange(old_id or git.null_id, kept_id or git.null_id) if kept_id != old_id else None
    )
    if id_change or lines:
        refusals = RefusalChange((), lines) if lines else None
        entry = Entry(CHOICE_KIND, start.commit.id, (), correction=id_change, refusals=refusals)
        finish_entry(git, write_entry(git, entry))
    correction = _read_correction(git, kept_id, start) if kept_id else None
    return correction, len(lines)


def _read_correction(git: Git, kept_id: str, start: ReviewStart) -> Correction:
    return Correction(read_commit(git, kept_id), start.commit)


def _taken_correction(git: Git, whole_correction: Correction, chosen: ChosenHunks) -> Correction:
    """Give the taken hunks as a correction: the kept one, if all of it was taken."""
    if [*chosen.taken_files] == fixed_files(git, whole_correction):
        return whole_correction
    return write_partial_correction(git, whole_correction, chosen.taken_files, chosen.outcomes)


def finish_without_taking(
    git: Git, review: Review, start: ReviewStart, chosen: ChosenHunks, removes_untaken: bool
) -> FinishedReview:
    """Remember the refused hunks of a review in which none was taken.

    If ``removes_untaken``, the hunks that are not taken are removed from the files. Raises as
    ``finish_review`` does.
    """
    require_unchanged(git, start)
    new_refusal_count = 0
    if chosen.refused_hunks:
        files = _proposed_files(git, review, start, chosen) if start.correction else []
        _, new_refusal_count = _keep_and_refuse(git, start, files, chosen.refused_hunks)
    removed_hunks = _remove_untaken_hunks(git, start, chosen) if removes_untaken else RemovedHunks()
    return FinishedReview(None, removed_hunks, None, None, new_refusal_count, review.outcome)


def _remove_untaken_hunks(git: Git, start: ReviewStart, chosen: ChosenHunks) -> RemovedHunks:
    files = files_with_untaken_hunks(git, chosen.untaken_hunk_removals)
    if files and start.correction is not None:  # restore the removed findings of the baseline
        files += baselines_to_restore(git, _read_correction(git, start.correction, start))
    placed = place_in_worktree(git, start.commit.id, files, REMOVE_UNTAKEN_KIND)
    dropped = {path: lines for path, lines in placed.dropped.items() if lines}
    failed = {file.path for file in files if has_removable_hunks(git, file)} if dropped else set()
    return RemovedHunks(tuple(file.path for file in files if file.path not in failed), dropped)


def _place(
    git: Git,
    result: FinishedReview,
    whole_correction: Correction,
    chosen: ChosenHunks,
    placement_mode: PlacementMode,
) -> FinishedReview:
    correction = result.correction
    assert correction is not None
    if placement_mode == "fixup" or placement_mode == "commit" or placement_mode == "amend":
        return result._replace(placement=accept(git, correction, placement_mode, whole_correction))
    corrected = correction.corrected
    if placement_mode == "spread":
        faults = {each.path: each.corrected for each in chosen.outcomes}
        spread_result = spread(git, corrected, chosen.taken_files, faults, correction.range_start)
        return result._replace(placement=spread_result.placement, spread=spread_result)
    files = [*chosen.taken_files, *shrunk_baseline_files(git, correction)]
    placed = place_in_worktree(git, corrected.id, files, "worktree")
    return result._replace(placement=placed)
