"""Select hunks of a review: by path, rule, id, or the lines that were touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.corrections.hunk_selection import HunkSelection
from hookkit.corrections.review.chosen_hunks import take_combinable_hunks
from hookkit.corrections.review.find_hunks_by_id import (
    hunks_split_for,
    named_hunks,
    show_hunks_command,
)
from hookkit.corrections.review.review import Review, ReviewedCommit, ReviewedFile
from hookkit.errors import Refused
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome, Withheld
from hookkit.pep8.review_hunks import ReviewHunk, find_review_hunks, hunks_of_parts


class SelectedReview(NamedTuple):
    """A review of the selected hunks alone.

    ``mixed_hunk_count`` is the number of hunks that are left out because they also fix unwanted
    faults, and ``other_codes`` are the codes of the unwanted faults, one for each fault.
    """

    review: Review
    mixed_hunk_count: int = 0
    other_codes: tuple[str, ...] = ()


def select_hunks(review: Review, selection: HunkSelection) -> SelectedReview:
    """Give a review of the selected hunks; a hunk that also fixes unwanted faults is left out.

    Raises HookkitError if a named hunk does not exist, or cannot be taken without others.
    """
    other_criteria = selection._replace(hunk_ids=())
    selected = (
        SelectedReview(review)
        if other_criteria.is_everything
        else _select_from_files(review, other_criteria)
    )
    if not selection.hunk_ids:
        return selected
    return selected._replace(review=_select_named(selected.review, selection))


def _select_named(review: Review, selection: HunkSelection) -> Review:
    """Give a review of the named hunks only."""
    show_command = show_hunks_command(review, selection._replace(hunk_ids=()).arguments)
    chosen_hunks = named_hunks(
        hunks_split_for(review, selection.hunk_ids), selection.hunk_ids, show_command
    )
    files = []
    for file in review.files:
        file_hunks = [hunk for hunk in chosen_hunks if hunk.path == file.path]
        if file_hunks:
            files.append(_with_named_hunks(file, file_hunks, show_command))
    outcomes = tuple(file.outcome._replace(withheld=()) for file in files)
    return review._replace(
        outcome=review.outcome._replace(files=outcomes),
        files=tuple(files),
        commits=tuple(_commits(review, files)),
    )


def _with_named_hunks(
    file: ReviewedFile, wanted: Sequence[ReviewHunk], show_command: str
) -> ReviewedFile:
    taken, data = take_combinable_hunks(file, wanted)
    if len(taken) < len(wanted):
        missing = next(hunk for hunk in wanted if hunk not in taken)
        reason = "without others it would change the program"
        raise Refused(f"hunk {missing.id} cannot be taken like this: {reason}", show_command)
    return _with_only_hunks(file, taken, data)


def _with_only_hunks(file: ReviewedFile, taken: Sequence[ReviewHunk], data: bytes) -> ReviewedFile:
    """Give a file with only some of its hunks; ``data`` is the fixed content with them."""
    faults: tuple[Fault, ...] = tuple(fault for each in taken for fault in each.faults)
    hunks: tuple[ReviewHunk, ...] = tuple(find_review_hunks(file.path, file.original, data, faults))
    outcome = file.outcome._replace(corrected=faults)
    return file._replace(fixed=data, outcome=outcome, hunks=hunks)


def _select_from_files(review: Review, selection: HunkSelection) -> SelectedReview:
    found = [_select_file(each, selection) for each in review.files]
    files = tuple(file for file, _ in found if file is not None)
    outcomes = {each.path: each.outcome for each in files}
    outcome_files = tuple(
        _selected_outcome(outcomes.get(each.path, each._replace(corrected=())), selection)
        for each in review.outcome.files
        if selection.has_path(each.path)
    )
    selected = review._replace(
        outcome=review.outcome._replace(files=outcome_files),
        files=files,
        commits=tuple(_commits(review, files)),
    )
    mixed_hunks = [hunk for _, hunks in found for hunk in hunks]
    faults = (fault for hunk in mixed_hunks for fault in hunk.faults)
    other_codes = tuple(each.code for each in faults if not selection.has_code(each.code))
    return SelectedReview(selected, len(mixed_hunks), other_codes)


def _selected_outcome(outcome: FileOutcome, selection: HunkSelection) -> FileOutcome:
    """Give the outcome of a file without the fixes that were withheld for other rules."""
    withheld = tuple(each for each in outcome.withheld if _is_selected(each, selection))
    return outcome._replace(withheld=withheld)


def _is_selected(withheld: Withheld, selection: HunkSelection) -> bool:
    if not withheld.codes:
        return not selection.only_codes
    return any(map(selection.has_code, withheld.codes))


def _select_file(
    file: ReviewedFile, selection: HunkSelection
) -> tuple[ReviewedFile | None, list[ReviewHunk]]:
    """Give the file with the wanted hunks, and the hunks that also fix unwanted faults.

    The file is None if nothing of it is wanted.
    """
    if not selection.has_path(file.path):
        return None, []
    parts = [part for hunk in file.hunks for part in hunk.parts]
    split_hunks = hunks_of_parts(
        file.path, file.original, file.fixed, parts, file.outcome.corrected
    )
    if selection.only_touched_lines:
        split_hunks = [each for each in split_hunks if each.parts[0].is_touched_by(file.touched)]
    wanted = [each for each in split_hunks if selection.has_all_codes(each.codes)]
    others = (each for each in split_hunks if each not in wanted)
    mixed_hunks = [each for each in others if any(map(selection.has_code, each.codes))]
    taken, data = take_combinable_hunks(file, wanted)
    return (_with_only_hunks(file, taken, data) if taken else None), mixed_hunks


def _commits(review: Review, files: Iterable[ReviewedFile]) -> Iterable[ReviewedCommit]:
    """Give the commits of a range, each with its selected hunks."""
    commit_ids_by_line = {
        (hunk.path, line): each.id
        for each in review.commits
        for hunk in review.hunks
        if hunk.id in each.hunk_ids
        for line in range(hunk.start, max(hunk.end, hunk.start + 1))
    }
    chosen = [hunk for file in files for hunk in file.hunks]
    for each in review.commits:
        hunk_ids = [
            hunk.id
            for hunk in chosen
            if commit_ids_by_line.get((hunk.path, hunk.start), "") == each.id
        ]
        yield each._replace(hunk_ids=tuple(hunk_ids))
