"""The end of a review: the chosen hunks become the correction, which is placed as requested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hookkit.corrections.accept import accept, can_amend
from hookkit.corrections.checkout_state import CheckoutState, read_checkout_state
from hookkit.corrections.correction import (
    Correction,
    baseline_of,
    changed_all,
    fixed_files,
    keep_correction,
    write_part,
)
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fit import Version, fit
from hookkit.corrections.fixed_outcomes import outcomes_of_fixed
from hookkit.corrections.outcome import FixedFile, Outcome
from hookkit.corrections.placement import Placed, place_in_worktree
from hookkit.corrections.refusals import RefusedHunk, new_refusals, refusal_lines, remember
from hookkit.corrections.review.choice import Chosen
from hookkit.corrections.review.left_out_hunks import (
    baseline_to_take_back,
    has_left_out_hunks,
    to_take_back,
)
from hookkit.corrections.review.review import Review
from hookkit.corrections.review.start import PlacementMode, ReviewStart
from hookkit.corrections.spread import Spread, spread
from hookkit.errors import HookkitError, Refused
from hookkit.git.commits import read_commit
from hookkit.git.refs import delete_refs
from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry, OldNew, RefusalChange
from hookkit.operation_log.stored_entries import finish_entry, write_entry
from hookkit.pep8.outcome import Dropped
from hookkit.phrases import path_text, short

CHOICE = "choice"
"""The kind of the record of the correction that was kept before some of it was chosen."""

TAKEN_BACK = "review"
"""The kind of the record of what was taken back from the files."""


class TakenBack(NamedTuple):
    """The files from which left-out hunks were removed, and the lines that could not be removed."""

    paths: tuple[bytes, ...] = ()
    dropped: Mapping[bytes, Sequence[Dropped]] = MappingProxyType({})


class FinishedReview(NamedTuple):
    """What the end of a review did.

    ``correction`` is what was taken, None where nothing was; ``placed`` and
    ``before`` describe the placement, ``spread`` and ``outcome`` the commits that were made;
    ``remembered`` is how many hunks were newly refused. ``is_narrowed`` says that less is kept
    than before, ``is_own`` that the corrected commit changed all of the files, ``is_kept`` that
    ``correction`` is what ``hookkit accept`` takes from now on, and ``is_amendable`` that the
    corrected commit can take it in.
    """

    correction: Correction | None
    taken_back: TakenBack
    placed: Placed | None
    before: CheckoutState | None
    remembered: int
    outcome: Outcome
    is_narrowed: bool = False
    is_own: bool = True
    spread: Spread | None = None
    is_kept: bool = True
    is_amendable: bool = True


def finish_review(
    git: Git, review: Review, start: ReviewStart, chosen: Chosen, placement_mode: PlacementMode
) -> FinishedReview:
    """Remember what was refused, and put what was taken in its place.

    In the files or as a proposal that becomes the correction; from the branch the rest of the
    correction is left to be taken later. Raises Refused, with nothing written, where HEAD or the
    correction has moved meanwhile. Where the place is refused after all, what was taken is still
    kept as the correction; where only a part was asked about, all of it is.
    """
    _check_unmoved(git, start)
    is_kept = _becomes_the_correction(start, placement_mode)
    files = chosen.taken if is_kept else _still_proposed(git, review, start, chosen)
    whole, remembered = _keep_choice(git, start, files, chosen.refused)
    assert whole is not None
    correction = whole if is_kept else _part(git, whole, chosen)
    done = FinishedReview(
        *(correction, TakenBack(), None, None, remembered),
        outcome=review.outcome._replace(files=chosen.outcomes, correction=correction.commit.id),
        is_narrowed=is_kept and bool(chosen.back and start.correction) and not start.is_part,
        is_own=changed_all(git, start.commit.id, chosen.taken),
        is_kept=is_kept,
        is_amendable=can_amend(git, start.commit),
    )
    if placement_mode == "propose":
        return done
    taken_back = TakenBack()
    try:
        taken_back = _take_back(git, start, chosen)
        before = read_checkout_state(git, correction)
        done = done._replace(taken_back=taken_back, before=before)
        return _put(git, done, whole, chosen, placement_mode)
    except HookkitError as error:
        kept_notes = _keep_unplaced(git, start, chosen, taken_back)
        error.message = "; ".join(filter(None, [error.message, ", ".join(kept_notes)]))
        raise


def _keep_unplaced(
    git: Git, start: ReviewStart, chosen: Chosen, taken_back: TakenBack
) -> Iterator[str]:
    """Keep what was taken and has no place, and say so and what stays changed."""
    if not start.is_rest_kept:
        _keep_choice(git, start, chosen.taken, ())
        yield f"what was taken is kept as the correction of {short(start.commit.id)}"
    if taken_back.paths:
        names = ", ".join(map(path_text, taken_back.paths))
        yield f"what was left out is out of {names} (hookkit undo)"


def _becomes_the_correction(start: ReviewStart, placement_mode: PlacementMode) -> bool:
    """Whether what is taken is the whole correction from now on: the next accept is to take it."""
    return placement_mode == "propose" or placement_mode == "worktree" and not start.is_rest_kept


def _still_proposed(
    git: Git, review: Review, start: ReviewStart, chosen: Chosen
) -> list[FixedFile]:
    """Give the files of the whole correction, without what was refused and as it was edited."""
    changed = {each.path: each for each in chosen.changed}
    if start.correction is None:
        files = [FixedFile(*each[:4]) for each in review.files]
    else:
        files = fixed_files(git, _correction(git, start.correction, start))
    found = (_changed(each, changed.get(each.path)) for each in files)
    return [each for each in found if each.fixed != each.base]


def _changed(file: FixedFile, change: FixedFile | None) -> FixedFile:
    if change is None:
        return file
    version = Version(file.fixed, "")
    return file._replace(fixed=fit(change.base, change.fixed, [version]).results[0])


def _keep_choice(
    git: Git, start: ReviewStart, files: Sequence[FixedFile], refused: Sequence[RefusedHunk]
) -> tuple[Correction | None, int]:
    """Keep files as the correction and remember what was refused, with one record of both.

    Where they are all of the kept one, that stays as it is, with its baseline of debt. Gives the
    correction, None where nothing is left of it, and how many hunks are newly refused.
    """
    name, old = CORRECTION_REFS + start.commit.id, git.resolve(CORRECTION_REFS + start.commit.id)
    lines = refusal_lines(new_refusals(git, refused))
    remember(git, refused)
    kept_id = None
    if old is not None and [*files] == fixed_files(git, _correction(git, old, start)):
        kept_id = old
    elif files:
        since = read_commit(git, old).since if old else None
        kept_id = keep_correction(git, start.commit, files, outcomes_of_fixed(git, files), since)
    elif old is not None:
        delete_refs(git, {name: old})
    moved = OldNew(old or git.null, kept_id or git.null) if kept_id != old else None
    if moved or lines:
        refusals = RefusalChange((), lines) if lines else None
        record = Entry(CHOICE, start.commit.id, (), correction=moved, refusals=refusals)
        finish_entry(git, write_entry(git, record))
    correction = _correction(git, kept_id, start) if kept_id else None
    return correction, len(lines)


def _correction(git: Git, kept_id: str, start: ReviewStart) -> Correction:
    return Correction(read_commit(git, kept_id), start.commit)


def _part(git: Git, whole: Correction, chosen: Chosen) -> Correction:
    """Give what was taken as a correction, the kept one where that is all of it."""
    if [*chosen.taken] == fixed_files(git, whole):
        return whole
    return write_part(git, whole, chosen.taken, chosen.outcomes)


def finish_without_taking(
    git: Git, review: Review, start: ReviewStart, chosen: Chosen, takes_back: bool
) -> FinishedReview:
    """Remember what was refused where nothing was taken, and remove it from the files.

    Raises as ``finish_review`` does.
    """
    _check_unmoved(git, start)
    remembered = 0
    if chosen.refused:
        files = _still_proposed(git, review, start, chosen) if start.correction else []
        _, remembered = _keep_choice(git, start, files, chosen.refused)
    taken_back = _take_back(git, start, chosen) if takes_back else TakenBack()
    return FinishedReview(None, taken_back, None, None, remembered, review.outcome)


def _check_unmoved(git: Git, start: ReviewStart) -> None:
    name = short(start.commit.id)
    if git.resolve("HEAD") != start.head:
        what = "HEAD has moved"
    elif git.resolve(CORRECTION_REFS + start.commit.id) != start.correction:
        what = f"the correction of {name} has changed"
    else:
        return
    repair = start.again or f"hookkit review -i {name}"
    raise Refused(f"{what} during the review: nothing was changed", repair)


def _take_back(git: Git, start: ReviewStart, chosen: Chosen) -> TakenBack:
    files = to_take_back(git, chosen.back)
    if files and start.correction is not None:  # what is not corrected is not repaid
        files += baseline_to_take_back(git, _correction(git, start.correction, start))
    placed = place_in_worktree(git, start.commit.id, files, TAKEN_BACK)
    stayed = {path: lines for path, lines in placed.dropped.items() if lines}
    failed = {file.path for file in files if has_left_out_hunks(git, file)} if stayed else set()
    return TakenBack(tuple(file.path for file in files if file.path not in failed), stayed)


def _put(
    git: Git,
    done: FinishedReview,
    whole: Correction,
    chosen: Chosen,
    placement_mode: PlacementMode,
) -> FinishedReview:
    correction = done.correction
    assert correction is not None
    if placement_mode == "fixup" or placement_mode == "commit" or placement_mode == "amend":
        return done._replace(placed=accept(git, correction, placement_mode, whole))
    corrected = correction.corrected
    if placement_mode == "spread":
        faults = {each.path: each.corrected for each in chosen.outcomes}
        made = spread(git, corrected, chosen.taken, faults, correction.commit.since)
        return done._replace(placed=made.placed, spread=made)
    files = [*chosen.taken, *baseline_of(git, correction)]
    placed = place_in_worktree(git, corrected.id, files, "worktree")
    return done._replace(placed=placed)
