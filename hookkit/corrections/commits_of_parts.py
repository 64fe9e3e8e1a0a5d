"""The commits of a stack or range that the parts of a correction belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.git_line_numbers_of_parts import GitLineNumbers
from hookkit.corrections.last_touching_commit import last_touching_commit
from hookkit.corrections.stack import Stack
from hookkit.git.blame import blamed_commits
from hookkit.git.runner import Git
from hookkit.pep8.correction_parts import Part, split_into_parts
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.review_hunks import ReviewHunk, hunks_of_parts

CommitsOfHunks = dict[str, set[str]]
"""The ids of commits by the ids of hunks."""


class AssignedPart(NamedTuple):
    """One part of a correction, as a hunk, and the index of the commit that it is assigned to.

    ``commit_index`` is the index of a commit in the stack, None for a part whose lines are older
    than the stack: it is put into a commit of its own.
    """

    part_as_hunk: ReviewHunk
    commit_index: int | None


def assign_parts(stack: Stack, file: FixedFile, faults: Iterable[Fault]) -> list[AssignedPart]:
    """Assign each part of a file's correction to the commit of the stack that touched it last.

    The original of ``file`` is that in HEAD; ``faults`` are the faults that its correction
    fixes. A part next to a line of a later commit is assigned to the later commit: otherwise git
    could not squash the part. A part in lines of a ``fixup!`` is assigned to the commit into which
    the ``fixup!`` will be squashed.
    """
    edits_newest_first = stack.edits_of_file(file.path)
    lines = GitLineNumbers(_lines(file.original))
    assigned = []
    for hunk in _parts(file, faults):
        edit_index = last_touching_commit(lines.find_lines(hunk.parts[0]), edits_newest_first)
        commit_index = (
            None
            if edit_index is None
            else stack.squash_targets[len(stack.commits) - 1 - edit_index]
        )
        assigned.append(AssignedPart(hunk, commit_index))
    return assigned


def last_commit_touching(stack: Stack, path: bytes) -> int | None:
    """Give the index of the last commit that touches a file after the fixups are squashed."""
    indexes = (
        index
        for index, edits in zip(stack.squash_targets, stack.edits, strict=True)
        if path in edits
    )
    return max(indexes, default=None)


def _lines(data: bytes) -> Sequence[bytes]:
    try:
        return decode_source(data).lines
    except NotPythonSource:
        return split_lines(data)


def _parts(file: FixedFile, faults: Iterable[Fault]) -> list[ReviewHunk]:
    try:
        before, after = decode_source(file.original).text, decode_source(file.fixed).text
        parts = hunks_of_parts(
            file.path, file.original, file.fixed, split_into_parts(before, after), faults
        )
    except NotPythonSource:
        return [_whole_file(file, faults)]
    # There are no parts if only line ends differ.
    return parts or [_whole_file(file, faults)]


def _whole_file(file: FixedFile, faults: Iterable[Fault]) -> ReviewHunk:
    """Give the whole file as one part, because it cannot be split into parts."""
    old, new = tuple(split_lines(file.original)), tuple(split_lines(file.fixed))
    part = Part(0, len(old), 0, len(new), ((1, max(len(old), 1)),))
    return ReviewHunk("", file.path, (part,), old, new, tuple(faults))


def commits_of_hunks(
    git: Git, old: str, new: str, file: FixedFile, hunks: Sequence[ReviewHunk]
) -> CommitsOfHunks:
    """Give, for each hunk, the ids of the commits that touched lines of it last.

    Lines that ``old`` has too get an id outside of ``old..new``. ``git`` comes from
    ``dry_run.scratch_repository``.
    """
    lines, commit_ids = GitLineNumbers(_lines(file.original)), blamed_commits(
        git, old, new, file.path
    )
    spans = {hunk.id: [lines.find_lines(part) for part in hunk.parts] for hunk in hunks}
    return {
        hunk_id: {
            commit_ids[n]
            for span in each
            for line_range in span.owning_ranges
            for n in range(*line_range)
        }
        for hunk_id, each in spans.items()
    }
