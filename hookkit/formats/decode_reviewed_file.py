"""The lines of a reviewed file before and after its correction, decoded, with their line ends."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.corrections.review.review import ReviewedFile
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.review_hunks import ReviewHunk


class ReviewedFileLines(NamedTuple):
    """The lines of a file and of its fixed version, decoded, each with its own line end.

    ``encoding`` is the encoding in which Python reads the file (PEP 263). A byte order mark is not
    a part of the lines.
    """

    encoding: str
    lines_before: tuple[str, ...]
    lines_after: tuple[str, ...]

    def replaced_lines(self, hunk: ReviewHunk) -> tuple[str, ...]:
        """Give the lines that a hunk replaces."""
        return self.lines_before[hunk.start : hunk.end]

    def inserted_lines(self, hunk: ReviewHunk) -> tuple[str, ...]:
        """Give the lines that a hunk inserts instead."""
        return self.lines_after[hunk.parts[0].new_start : hunk.parts[-1].new_end]


def reviewed_file_lines(file: ReviewedFile) -> ReviewedFileLines:
    """Decode a file of a review; it has hunks, so it is Python source."""
    original, fixed = decode_source(file.original), decode_source(file.fixed)
    lines = (tuple(line.decode(each.encoding) for line in each.lines) for each in (original, fixed))
    return ReviewedFileLines(original.encoding, *lines)
