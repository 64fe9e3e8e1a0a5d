"""Parts with faults: the parts of a file's correction, each with the faults that it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.pep8.correction_parts import Part, split_into_parts, take_parts
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.hunks import diff
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.review_hunks import hunks_of_parts
from hookkit.pep8.safe_hunks import bisect_accepted_indexes


class CorrectedPart(NamedTuple):
    """A part of a file's correction with the faults that it corrects.

    ``line_count`` is the number of lines in its diff, removed and added ones.
    """

    path: bytes
    part: Part
    faults: tuple[Fault, ...]
    line_count: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the faults, each once."""
        return tuple(sorted({each.code for each in self.faults}))


class FileCorrection(NamedTuple):
    """The correction of a file, and its parts in order."""

    file: FixedFile
    parts: tuple[CorrectedPart, ...]


def corrected_parts(file: FixedFile, faults: Iterable[Fault]) -> tuple[CorrectedPart, ...]:
    """Give the parts of a correction of ``faults``; none if the file is no Python source."""
    try:
        before, after = decode_source(file.original).text, decode_source(file.fixed).text
        cut_parts = split_into_parts(before, after)
        hunks = hunks_of_parts(file.path, file.original, file.fixed, cut_parts, faults)
    except NotPythonSource:
        return ()
    return tuple(
        CorrectedPart(
            file.path,
            each.parts[0],
            each.faults,
            sum(hunk.end - hunk.start + len(hunk.lines) for hunk in diff(each.before, each.after)),
        )
        for each in hunks
    )


def apply_parts(file: FixedFile, chosen: Iterable[CorrectedPart]) -> bytes:
    """Give the file with some parts (in order) of its correction and all other bytes unchanged.

    Raises NotPythonSource if the file is no Python source.
    """
    before, after = decode_source(file.original), decode_source(file.fixed)
    return before.bom + take_parts(before.lines, after.lines, [each.part for each in chosen])


def do_parts_keep_program(file: FixedFile, chosen: Sequence[CorrectedPart]) -> bool:
    """Whether a file is the same program, with the same comments, with some parts applied."""
    try:
        before = decode_source(file.original).text
        after = decode_source(apply_parts(file, chosen)).text
    except NotPythonSource:
        return False
    return program_difference(before, after) is None


def without_unproven_parts(correction: FileCorrection) -> FileCorrection:
    """Give the correction without the parts that would change the program."""
    file, corrected = correction

    def is_accepted(chosen: Sequence[int]) -> bool:
        return do_parts_keep_program(file, [corrected[index] for index in chosen])

    kept = tuple(corrected[index] for index in bisect_accepted_indexes(len(corrected), is_accepted))
    return FileCorrection(file._replace(fixed=apply_parts(file, kept)), kept)
