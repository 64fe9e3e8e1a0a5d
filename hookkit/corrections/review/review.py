"""A review as values: its files with their hunks, and the commits that the hunks belong to."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from hookkit.pep8.hunks import LineRanges
from hookkit.pep8.review_hunks import ReviewHunk


class ReviewedFile(NamedTuple):
    """One file of a review: its content, the fixed content, and the hunks between them.

    ``mode`` is the mode of the file in the tree, in octal digits. ``outcome`` says what is
    corrected and what was withheld; ``touched`` are the lines that the commit or the range added or
    changed.
    """

    path: bytes
    mode: str
    original: bytes
    fixed: bytes
    outcome: FileOutcome
    hunks: tuple[ReviewHunk, ...]
    touched: LineRanges


class ReviewedCommit(NamedTuple):
    """One commit of a range, and the ids of the hunks that belong to it.

    ``author`` is a name, ``author_time`` the author's time in seconds UTC. ``id`` is None for the
    hunks of lines that are older than the range.
    """

    id: str | None
    subject: str
    author: str
    author_time: int
    hunk_ids: tuple[str, ...]


class Review(NamedTuple):
    """A review: the files with hunks, and the outcome of all files.

    ``outcome`` names the corrected commit (the tip of a range) and the correction, if it is kept.
    ``range_name`` is the range as the person wrote it, None for one commit; ``commits`` are those
    in the range, the oldest first. ``taken_fault_count`` is the number of faults of the kept
    correction that HEAD has corrected already: these faults are not in ``files``.
    """

    outcome: Outcome
    files: tuple[ReviewedFile, ...]
    range_name: str | None = None
    commits: tuple[ReviewedCommit, ...] = ()
    taken_fault_count: int = 0

    @property
    def hunks(self) -> tuple[ReviewHunk, ...]:
        """The hunks of all files, in their order."""
        return tuple(hunk for file in self.files for hunk in file.hunks)


def is_touched(file: ReviewedFile, hunk: ReviewHunk) -> bool:
    """Whether a hunk of a file is about lines that the commit or the range touched."""
    return any(part.is_touched_by(file.touched) for part in hunk.parts)


def hunks_touched_first(review: Review) -> tuple[ReviewHunk, ...]:
    """Give the hunks: first the hunks about touched lines, then the others."""
    found = [(file, hunk) for file in review.files for hunk in file.hunks]
    found.sort(key=lambda each: not is_touched(*each))
    return tuple(hunk for _, hunk in found)
