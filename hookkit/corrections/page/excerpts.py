"""The excerpts of a file on the page: its hunks, with unchanged lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from markupsafe import Markup

from hookkit.corrections.page.find_changed_ranges import MarkedRanges, find_changed_ranges
from hookkit.corrections.page.highlighted_code import CodeLine, code_html, highlight_lines
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.hunks import Hunk, diff
from hookkit.pep8.review_hunks import ReviewHunk

CONTEXT_LINES = 3

MAX_FOLDED = 100
"""How many unchanged lines at each end of a large gap can be unfolded: see ``excerpts_of``."""


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

    line_count: int
    lines: tuple[ShownLine, ...] = ()


class Excerpt(NamedTuple):
    """Successive lines of a file: hunks near each other, with the lines around them.

    ``folded_above`` are the lines above the excerpt that are not shown at first. Each hunk comes
    with the unchanged lines above it; ``unchanged_below`` are the unchanged lines below the last
    hunk. ``folded_below`` are the folded lines up to the end of the file, only in the last excerpt
    of a file.
    """

    folded_above: tuple[FoldedLines, ...]
    hunks: tuple[tuple[UnchangedLines, ReviewHunk, tuple[Block, ...]], ...]
    unchanged_below: UnchangedLines
    folded_below: tuple[FoldedLines, ...] = ()


class HighlightedVersion(NamedTuple):
    """One version of a file, highlighted; if ``lacks_line_end``, its last line has no line end."""

    lines: list[CodeLine]
    lacks_line_end: bool

    def line_text(self, index: int) -> str:
        """The characters of a line."""
        return "".join(span.text for span in self.lines[index])

    def line_html(self, index: int, marks: MarkedRanges = ()) -> Markup:
        """A line as HTML."""
        return code_html(
            self.lines[index], marks, self.lacks_line_end and index == len(self.lines) - 1
        )


class FileVersions(NamedTuple):
    """Both versions of a file."""

    old: HighlightedVersion
    new: HighlightedVersion


def highlight_versions(base: bytes, fixed: bytes, hunks: Sequence[ReviewHunk]) -> FileVersions:
    """Highlight a file and its fixed version. Raises NotPythonSource if either is no Python source.

    The fixed version is highlighted as a whole. Of the old version, only the hunks are highlighted,
    whose lines are whole statements.
    """
    text = decode_source(fixed).text
    new = highlight_lines(text)
    old: list[CodeLine] = []
    position = 0
    for hunk in hunks:
        old += [
            *new[position : hunk.parts[0].new_start],
            *highlight_lines(b"".join(hunk.before).decode()),
        ]
        position = hunk.parts[-1].new_end
    old += new[position:]
    return FileVersions(
        HighlightedVersion(old, _lacks_line_end(decode_source(base).text)),
        HighlightedVersion(new, _lacks_line_end(text)),
    )


def _lacks_line_end(text: str) -> bool:
    return bool(text) and not text.endswith("\n")


def excerpts_of(
    versions: FileVersions, hunks: Sequence[ReviewHunk], max_folded: int = MAX_FOLDED
) -> list[Excerpt]:
    """Give the excerpts of a file: its hunks with some lines around them, in order.

    The lines above, between and below the excerpts are folded. A gap of at most four times
    ``max_folded`` lines can be unfolded whole; of a larger gap, ``max_folded`` lines at each end.
    """
    shown: list[Excerpt] = []
    end = 0
    for group in _groups(hunks):
        first, last = group[0], group[-1]
        start = _first_shown(end, first.start)
        excerpt_end = min(last.end + CONTEXT_LINES, len(versions.old.lines))
        starts = [start, *(hunk.end for hunk in group)]
        hunks_in_context = tuple(
            (
                _unchanged_lines(versions, context_start, hunk.start, _line_growth(hunk)[0]),
                hunk,
                tuple(_blocks(versions, hunk)),
            )
            for context_start, hunk in zip(starts, group, strict=False)
        )
        folded = _folded(versions, end, start, _line_growth(first)[0], max_folded)
        shown.append(
            Excerpt(
                folded,
                hunks_in_context,
                _unchanged_lines(versions, last.end, excerpt_end, _line_growth(last)[1]),
            )
        )
        end = excerpt_end
    if not shown:
        return []
    line_growth = _line_growth(hunks[-1])[1]
    folded_below = _folded(versions, end, len(versions.old.lines), line_growth, max_folded)
    return [*shown[:-1], shown[-1]._replace(folded_below=folded_below)]


def _folded(
    versions: FileVersions, start: int, end: int, line_growth: int, max_folded: int
) -> tuple[FoldedLines, ...]:
    """Give the unchanged lines from ``start`` to ``end``; too many cannot all be unfolded."""
    if end == start:
        return ()
    if not max_folded:
        return (FoldedLines(end - start),)
    if end - start <= 4 * max_folded:
        return (
            FoldedLines(end - start, _unchanged_lines(versions, start, end, line_growth).lines),
        )
    upper, lower = start + max_folded, end - max_folded
    return (
        FoldedLines(max_folded, _unchanged_lines(versions, start, upper, line_growth).lines),
        FoldedLines(lower - upper),
        FoldedLines(max_folded, _unchanged_lines(versions, lower, end, line_growth).lines),
    )


def _first_shown(end: int, hunk_start: int) -> int:
    """Give the first line shown for a hunk; a single hidden line is shown instead."""
    start = hunk_start - CONTEXT_LINES
    return start if start > end + 1 else end


def _groups(hunks: Sequence[ReviewHunk]) -> Iterator[list[ReviewHunk]]:
    """Group hunks between which no line is hidden."""
    group: list[ReviewHunk] = []
    for hunk in hunks:
        if (
            group
            and _first_shown(group[-1].end + CONTEXT_LINES, hunk.start)
            > group[-1].end + CONTEXT_LINES
        ):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _line_growth(hunk: ReviewHunk) -> tuple[int, int]:
    """Give how many more lines the new file has above a hunk, and below it."""
    first, last = hunk.parts[0], hunk.parts[-1]
    return first.new_start - first.start, last.new_end - last.end


def _unchanged_lines(
    versions: FileVersions, start: int, end: int, line_growth: int
) -> UnchangedLines:
    lines = (
        ShownLine(index + 1, versions.new.line_html(index + line_growth), index + line_growth + 1)
        for index in range(start, end)
    )
    return UnchangedLines(tuple(lines))


class _LineRun(NamedTuple):
    """Old lines and the new ones that replace them or are the same."""

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def _blocks(versions: FileVersions, hunk: ReviewHunk) -> Iterator[Block]:
    """Give the lines of a hunk: the changed lines, and the unchanged lines between them."""
    for is_same, runs in groupby(_runs(hunk), key=lambda run: run.is_same):
        if is_same:
            (run,) = runs
            yield _unchanged_lines(versions, run.start, run.end, run.new_start - run.start)
        else:
            yield _changed_lines(versions, list(runs))


def _runs(hunk: ReviewHunk) -> Iterator[_LineRun]:
    position, new_position = hunk.start, hunk.parts[0].new_start
    end_of_hunk = Hunk(len(hunk.before), len(hunk.before), ())
    for each in [*diff(hunk.before, hunk.after), end_of_hunk]:
        start, end = hunk.start + each.start, hunk.start + each.end
        if start > position:
            yield _LineRun(True, position, start, new_position, new_position + start - position)
            new_position += start - position
        if end > start or each.lines:
            yield _LineRun(False, start, end, new_position, new_position + len(each.lines))
        position, new_position = end, new_position + len(each.lines)


def _changed_lines(versions: FileVersions, runs: Sequence[_LineRun]) -> ChangedLines:
    """Put old and new lines side by side."""
    old: list[ShownLine | None] = []
    new: list[ShownLine | None] = []
    for run in runs:
        befores, afters = range(run.start, run.end), range(run.new_start, run.new_end)
        for before, after in zip_longest(befores, afters):
            marks: tuple[MarkedRanges, MarkedRanges] = ((), ())
            if before is not None and after is not None:
                marks = find_changed_ranges(
                    versions.old.line_text(before), versions.new.line_text(after)
                )
            old.append(_shown_line(versions.old, before, marks[0]))
            new.append(_shown_line(versions.new, after, marks[1]))
    return ChangedLines(tuple(old), tuple(new))


def _shown_line(
    version: HighlightedVersion, index: int | None, marks: MarkedRanges
) -> ShownLine | None:
    return None if index is None else ShownLine(index + 1, version.line_html(index, marks))
