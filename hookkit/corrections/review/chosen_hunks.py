"""The hunks that a person chose in a review, as files: taken, left out, refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.refused_hunks import RefusedHunk, make_refused_hunk
from hookkit.corrections.review.hunk_answers import HunkAnswers
from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.fix_task_and_outcome import FileOutcome, layout_fault
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.review_hunks import ReviewHunk, take_hunks
from hookkit.pep8.safe_hunks import bisect_accepted_indexes
from hookkit.pep8.syntax_tree import DoesNotParse, parse


class ChosenHunks(NamedTuple):
    """The choice of a person in a review.

    ``taken_files`` are the files with the taken hunks, ``outcomes`` the faults that these hunks
    fix. ``taken_hunks`` are the hunks themselves, ``inseparable_hunks`` the hunks that the person
    took but that cannot be taken without others. ``left_out_count`` is the number of hunks that are
    left out for now. In two fields ``original`` of each file is the content with the whole
    correction: ``untaken_hunk_removals`` lead from it to the taken hunks alone,
    ``refused_or_edited_changes`` to the content without refused hunks and with hunks as edited.
    """

    taken_files: tuple[FixedFile, ...]
    outcomes: tuple[FileOutcome, ...]
    untaken_hunk_removals: tuple[FixedFile, ...]
    taken_hunks: tuple[ReviewHunk, ...]
    inseparable_hunks: tuple[ReviewHunk, ...]
    left_out_count: int
    refused_hunks: tuple[RefusedHunk, ...]
    refused_or_edited_changes: tuple[FixedFile, ...] = ()


def choose_hunks(review: Review, answers: HunkAnswers) -> ChosenHunks:
    """Give the choice that the answers to a review make. Nothing is written."""
    taken_by_file = [(file, *_taken_hunks(file, answers)) for file in review.files]
    taken_hunks = tuple(hunk for _, file_hunks, _ in taken_by_file for hunk in file_hunks)
    taken_ids = set(map(id, taken_hunks))  # two hunks that are equal are still two
    return ChosenHunks(
        taken_files=tuple(
            FixedFile(file.path, file.mode, file.original, data)
            for file, _, data in taken_by_file
            if data != file.original
        ),
        outcomes=tuple(
            _outcome_with(file, file_hunks)
            for file, file_hunks, data in taken_by_file
            if data != file.original
        ),
        untaken_hunk_removals=tuple(
            FixedFile(file.path, file.mode, file.fixed, data)
            for file, _, data in taken_by_file
            if data != file.fixed
        ),
        taken_hunks=taken_hunks,
        inseparable_hunks=tuple(
            hunk for hunk in answers.hunks_answered("take") if id(hunk) not in taken_ids
        ),
        left_out_count=len(answers.hunks_answered("leave")),
        refused_hunks=_refused_hunks(review, answers.hunks_answered("refuse")),
        refused_or_edited_changes=tuple(
            FixedFile(file.path, file.mode, file.fixed, data)
            for file in review.files
            if (data := _content_without_refused(file, answers)) != file.fixed
        ),
    )


def _content_without_refused(file: ReviewedFile, answers: HunkAnswers) -> bytes:
    """Give the content of a file with all hunks that were not refused."""
    refused = set(map(id, answers.hunks_answered("refuse")))
    file_hunks = [hunk for hunk in answers.hunks if hunk.path == file.path]
    proposed = [hunk for hunk in file_hunks if id(hunk) not in refused]
    if len(proposed) == len(file_hunks) and not any(hunk.edited_hunk for hunk in file_hunks):
        return file.fixed
    return take_combinable_hunks(file, sorted(proposed, key=lambda hunk: hunk.start))[1]


def _taken_hunks(file: ReviewedFile, answers: HunkAnswers) -> tuple[list[ReviewHunk], bytes]:
    """Give the taken hunks of one file, and the content of the file with them."""
    wanted = answers.hunks_answered("take")
    # The answers are in another order than the hunks of the file.
    taken = sorted((hunk for hunk in wanted if hunk.path == file.path), key=lambda hunk: hunk.start)
    is_all = len(taken) == sum(hunk.path == file.path for hunk in answers.hunks)
    # A file without hunks (only other line ends) is taken if all hunks are.
    is_edited = any(hunk.edited_hunk is not None for hunk in taken)
    if is_all and not is_edited and (taken or len(wanted) == len(answers.hunks)):
        return taken, file.fixed
    return take_combinable_hunks(file, taken)


def _outcome_with(file: ReviewedFile, hunks: Sequence[ReviewHunk]) -> FileOutcome:
    faults = tuple(fault for hunk in hunks for fault in hunk.faults)
    if not faults:
        faults = (layout_fault(hunks[0].line_range[0]),) if hunks else file.outcome.corrected
    return file.outcome._replace(corrected=faults)


def take_combinable_hunks(
    file: ReviewedFile, wanted: Sequence[ReviewHunk]
) -> tuple[list[ReviewHunk], bytes]:
    """Take as many of the hunks as together keep the program, and leave the others out.

    Gives the hunks that are taken, and the content of the file with them.
    """
    before = decode_source(file.original).text
    is_strict = program_difference(before, decode_source(file.fixed).text) is None
    # A person has confirmed an edited hunk that changes the program.
    is_strict &= all(each.edited_hunk is None or each.edited_hunk.keeps_program for each in wanted)

    def is_accepted(indexes: Sequence[int]) -> bool:
        data = take_hunks(file.original, file.fixed, [wanted[index] for index in indexes])
        try:
            parse(data)
            return not is_strict or program_difference(before, decode_source(data).text) is None
        except (DoesNotParse, NotPythonSource):
            return False

    kept = [wanted[index] for index in bisect_accepted_indexes(len(wanted), is_accepted)]
    return kept, take_hunks(file.original, file.fixed, kept)


def _refused_hunks(review: Review, hunks: Sequence[ReviewHunk]) -> tuple[RefusedHunk, ...]:
    files = {file.path: file for file in review.files}
    return tuple(
        make_refused_hunk(hunk, files[hunk.path].original, files[hunk.path].fixed) for hunk in hunks
    )
