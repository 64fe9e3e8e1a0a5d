"""Select hunks of a correction: by path, rule, id, or the lines that were touched."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.corrections.review.chosen_hunks import take_combinable_hunks
from hookkit.corrections.review.find_hunks_by_id import (
    hunks_split_for,
    named_hunks,
    parse_hunk_ids,
    show_hunks_command,
)
from hookkit.corrections.review.review import Review, ReviewedCommit, ReviewedFile
from hookkit.errors import Refused, WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree import path_from_top
from hookkit.pep8.fix_task_and_outcome import NO_CODE, Fault, FileOutcome, Withheld
from hookkit.pep8.review_hunks import ReviewHunk, find_review_hunks, hunks_of_parts

_CODE = re.compile(rf"[EW][0-9]{{0,3}}|{NO_CODE}")


class HunkSelection(NamedTuple):
    """The criteria by which hunks of a correction are selected.

    ``paths`` are files and folders, relative to the top level; ``only_codes`` and
    ``excluded_codes`` are beginnings of codes; ``only_touched_lines`` selects the touched
    lines; ``hunk_ids`` are ids or beginnings of ids. A criterion that is empty or False selects
    all.
    """

    paths: tuple[bytes, ...] = ()
    only_codes: tuple[str, ...] = ()
    excluded_codes: tuple[str, ...] = ()
    only_touched_lines: bool = False
    hunk_ids: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(self)

    @property
    def arguments(self) -> str:
        """The selection as arguments of a command, with a blank before them."""
        words = [*(["--only", ",".join(self.only_codes)] if self.only_codes else [])]
        words += ["--except", ",".join(self.excluded_codes)] if self.excluded_codes else []
        words += ["--mine"] * self.only_touched_lines
        words += ["--hunk", ",".join(self.hunk_ids)] if self.hunk_ids else []
        words += [os.fsdecode(path) or "." for path in self.paths]
        return "".join(f" {shlex.quote(word)}" for word in words)

    def has_path(self, path: bytes) -> bool:
        """Whether a file is one of the paths, or in one of the folders; always if there is none."""
        return not self.paths or any(
            path == each or not each or path.startswith(each + b"/") for each in self.paths
        )

    def has_code(self, code: str) -> bool:
        """Whether a code is wanted."""
        is_named = not self.only_codes or code.startswith(self.only_codes)
        return is_named and not (self.excluded_codes and code.startswith(self.excluded_codes))

    def has_all_codes(self, codes: Sequence[str]) -> bool:
        """Whether all codes of a hunk are wanted; without a code, NO_CODE must be wanted."""
        return all(map(self.has_code, codes or (NO_CODE,)))


class SelectedReview(NamedTuple):
    """A review of the selected hunks alone.

    ``mixed_hunk_count`` is the number of hunks that are left out because they also fix unwanted
    faults, and ``other_codes`` are the codes of the unwanted faults, one for each fault.
    """

    review: Review
    mixed_hunk_count: int = 0
    other_codes: tuple[str, ...] = ()


def parse_selection(
    git: Git,
    paths: Sequence[str],
    only_codes: Sequence[str],
    excluded_codes: Sequence[str],
    only_touched_lines: bool,
    hunk_ids: Sequence[str] = (),
) -> HunkSelection:
    """Read the arguments of a command.

    Raises WrongUsage for an invalid code, an empty id, or a path that is not in the worktree.
    """
    encoded_paths = tuple(_encoded_path(git, path) for path in paths)
    return HunkSelection(
        encoded_paths,
        _codes(only_codes),
        _codes(excluded_codes),
        only_touched_lines,
        parse_hunk_ids(hunk_ids),
    )


def _codes(lists: Iterable[str]) -> tuple[str, ...]:
    """Read lists of codes in upper or lower case; pycodestyle writes them in upper case."""
    words = [word.strip() for each in lists for word in each.split(",")]
    codes = [word.lower() if word.lower() == NO_CODE else word.upper() for word in words]
    for word, code in zip(words, codes, strict=True):
        if not _CODE.fullmatch(code):
            sentence = f"{word!r} is no code or beginning of one, such as E2 or W291"
            raise WrongUsage(sentence, "hookkit review --only E2")
    return tuple(codes)


def _encoded_path(git: Git, path: str) -> bytes:
    top = git.top or Path.cwd()
    relative_path = path_from_top(top, path)
    if relative_path is None:
        raise WrongUsage(f"{path} is not in the worktree {top}", "git ls-files")
    return b"" if relative_path == Path() else os.fsencode(relative_path.as_posix())


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
    return selected._replace(review=_only_hunks(selected.review, selection))


def _only_hunks(review: Review, selection: HunkSelection) -> Review:
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
    owners = {
        (hunk.path, line): each.id
        for each in review.commits
        for hunk in review.hunks
        if hunk.id in each.hunk_ids
        for line in range(hunk.start, max(hunk.end, hunk.start + 1))
    }
    chosen = [hunk for file in files for hunk in file.hunks]
    for each in review.commits:
        hunk_ids = [
            hunk.id for hunk in chosen if owners.get((hunk.path, hunk.start), "") == each.id
        ]
        yield each._replace(hunk_ids=tuple(hunk_ids))
