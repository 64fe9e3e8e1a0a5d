"""The lines of a file that a review shows: its hunks, with unchanged lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from markupsafe import Markup

from hookkit.corrections.page.code_html import Marks, changed_within, code_html
from hookkit.corrections.page.highlighting import CodeLine, coloured
from hookkit.pep8.hunks import Hunk, diff
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.pep8.source import decode

CONTEXT = 3

MAX_FOLDED = 100
"""How many unchanged lines on each side of a hunk can be unfolded; others are only counted."""


class ShownLine(NamedTuple):
    """A line as HTML, with its number in its version of the file.

    ``other_number`` is the number of the line in the other version, 0 if only one version has it.
    """

    number: int
    html: Markup
    other_number: int = 0


class UnchangedLines(NamedTuple):
    """Lines that both versions have."""

    lines: tuple[ShownLine, ...]
    is_change: bool = False


class ChangedLines(NamedTuple):
    """Removed and added lines, side by side; None if one side has fewer."""

    old: tuple[ShownLine | None, ...]
    new: tuple[ShownLine | None, ...]
    is_change: bool = True


Block = UnchangedLines | ChangedLines


class FoldedLines(NamedTuple):
    """Successive unchanged lines that are not shown at first: how many, and the lines.

    ``lines`` is empty if they cannot be unfolded.
    """

    number: int
    lines: tuple[ShownLine, ...] = ()


class Excerpt(NamedTuple):
    """Successive lines of a file: hunks near each other, with the lines around them.

    ``folded`` are the lines above the excerpt that are not shown at first. Each hunk comes with the
    unchanged lines above it; ``below`` are the unchanged lines below the last hunk. ``rest`` are
    the folded lines up to the end of the file, only in the last excerpt of a file.
    """

    folded: tuple[FoldedLines, ...]
    hunks: tuple[tuple[UnchangedLines, ReviewHunk, tuple[Block, ...]], ...]
    below: UnchangedLines
    rest: tuple[FoldedLines, ...] = ()


class Side(NamedTuple):
    """One version of a file, highlighted; ``is_open`` says that its last line has no line end."""

    lines: list[CodeLine]
    is_open: bool

    def text(self, at: int) -> str:
        """The characters of a line."""
        return "".join(span.text for span in self.lines[at])

    def html(self, at: int, marks: Marks = ()) -> Markup:
        """A line as HTML."""
        return code_html(self.lines[at], marks, self.is_open and at == len(self.lines) - 1)


class Versions(NamedTuple):
    """Both versions of a file."""

    old: Side
    new: Side


def versions_of(base: bytes, fixed: bytes, hunks: Sequence[ReviewHunk]) -> Versions:
    """Highlight a file and its fixed version. Raises NotPythonSource if either is no Python source.

    The fixed version is highlighted as a whole. Of the old version, only the hunks are highlighted,
    whose lines are whole statements.
    """
    text = decode(fixed).text
    new = coloured(text)
    old: list[CodeLine] = []
    position = 0
    for hunk in hunks:
        old += [*new[position : hunk.parts[0].new_start], *coloured(b"".join(hunk.before).decode())]
        position = hunk.parts[-1].new_end
    old += new[position:]
    return Versions(Side(old, _is_open(decode(base).text)), Side(new, _is_open(text)))


def _is_open(text: str) -> bool:
    return bool(text) and not text.endswith("\n")


def excerpts(
    files: Versions, hunks: Sequence[ReviewHunk], max_folded: int = MAX_FOLDED
) -> list[Excerpt]:
    """Give the excerpts of a file: its hunks with some lines around them, in order.

    Of the other lines, up to ``max_folded`` on each side of an excerpt can be unfolded.
    """
    shown: list[Excerpt] = []
    end = 0
    for run in _groups(hunks):
        first, last = run[0], run[-1]
        start = _first_shown(end, first.start)
        excerpt_end = min(last.end + CONTEXT, len(files.old.lines))
        starts = [start, *(hunk.end for hunk in run)]
        pieces = tuple(
            (
                _unchanged_lines(files, context_start, hunk.start, _growth(hunk)[0]),
                hunk,
                tuple(_blocks(files, hunk)),
            )
            for context_start, hunk in zip(starts, run, strict=False)
        )
        folded = _folded(files, end, start, _growth(first)[0], max_folded)
        shown.append(
            Excerpt(
                folded, pieces, _unchanged_lines(files, last.end, excerpt_end, _growth(last)[1])
            )
        )
        end = excerpt_end
    if not shown:
        return []
    growth = _growth(hunks[-1])[1]
    rest = _folded(files, end, len(files.old.lines), growth, max_folded)
    return [*shown[:-1], shown[-1]._replace(rest=rest)]


def _folded(
    files: Versions, start: int, end: int, growth: int, max_folded: int
) -> tuple[FoldedLines, ...]:
    """Give the unchanged lines from ``start`` to ``end``; too many cannot all be unfolded."""
    if end == start:
        return ()
    if not max_folded:
        return (FoldedLines(end - start),)
    if end - start <= 4 * max_folded:
        return (FoldedLines(end - start, _unchanged_lines(files, start, end, growth).lines),)
    upper, lower = start + max_folded, end - max_folded
    return (
        FoldedLines(max_folded, _unchanged_lines(files, start, upper, growth).lines),
        FoldedLines(lower - upper),
        FoldedLines(max_folded, _unchanged_lines(files, lower, end, growth).lines),
    )


def _first_shown(end: int, hunk_start: int) -> int:
    """Give the first line shown for a hunk; a single hidden line is shown instead."""
    start = hunk_start - CONTEXT
    return start if start > end + 1 else end


def _groups(hunks: Sequence[ReviewHunk]) -> Iterator[list[ReviewHunk]]:
    """Group hunks between which no line is hidden."""
    run: list[ReviewHunk] = []
    for hunk in hunks:
        if run and _first_shown(run[-1].end + CONTEXT, hunk.start) > run[-1].end + CONTEXT:
            yield run
            run = []
        run.append(hunk)
    if run:
        yield run


def _growth(hunk: ReviewHunk) -> tuple[int, int]:
    """Give how many more lines the new file has above a hunk, and below it."""
    first, last = hunk.parts[0], hunk.parts[-1]
    return first.new_start - first.start, last.new_end - last.end


def _unchanged_lines(files: Versions, start: int, end: int, growth: int) -> UnchangedLines:
    lines = (
        ShownLine(index + 1, files.new.html(index + growth), index + growth + 1)
        for index in range(start, end)
    )
    return UnchangedLines(tuple(lines))


class _Run(NamedTuple):
    """Old lines and the new ones that replace them or are the same."""

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def _blocks(files: Versions, hunk: ReviewHunk) -> Iterator[Block]:
    """Give the lines of a hunk: the changed lines, and the unchanged lines between them."""
    for is_same, runs in groupby(_runs(hunk), key=lambda run: run.is_same):
        if is_same:
            (run,) = runs
            yield _unchanged_lines(files, run.start, run.end, run.new_start - run.start)
        else:
            yield _changed_lines(files, list(runs))


def _runs(hunk: ReviewHunk) -> Iterator[_Run]:
    position, new_position = hunk.start, hunk.parts[0].new_start
    end_of_hunk = Hunk(len(hunk.before), len(hunk.before), ())
    for each in [*diff(hunk.before, hunk.after), end_of_hunk]:
        start, end = hunk.start + each.start, hunk.start + each.end
        if start > position:
            yield _Run(True, position, start, new_position, new_position + start - position)
            new_position += start - position
        if end > start or each.lines:
            yield _Run(False, start, end, new_position, new_position + len(each.lines))
        position, new_position = end, new_position + len(each.lines)


def _changed_lines(files: Versions, runs: Sequence[_Run]) -> ChangedLines:
    """Put old and new lines side by side."""
    old: list[ShownLine | None] = []
    new: list[ShownLine | None] = []
    for run in runs:
        befores, afters = range(run.start, run.end), range(run.new_start, run.new_end)
        for before, after in zip_longest(befores, afters):
            marks: tuple[Marks, Marks] = ((), ())
            if before is not None and after is not None:
                marks = changed_within(files.old.text(before), files.new.text(after))
            old.append(_shown_line(files.old, before, marks[0]))
            new.append(_shown_line(files.new, after, marks[1]))
    return ChangedLines(tuple(old), tuple(new))


def _shown_line(side: Side, index: int | None, marks: Marks) -> ShownLine | None:
    return None if index is None else ShownLine(index + 1, side.html(index, marks))
