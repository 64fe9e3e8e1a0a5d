"""The lines of a file that a review shows: hunks, and around them what stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from markupsafe import Markup

from hookkit.corrections.page.cells import Marks, cell, changed_within
from hookkit.corrections.page.colours import Line, coloured
from hookkit.diff.hunks import Hunk, diff
from hookkit.pep8.review_hunks import Suggestion
from hookkit.pep8.source import decode

CONTEXT = 3


class Shown(NamedTuple):
    """A line as it is shown: its number in its own version of the file, and its HTML.

    ``twin`` is the number in the other version of a line that both have, else 0.
    """

    number: int
    html: Markup
    twin: int = 0


class Same(NamedTuple):
    """Lines that both versions have."""

    lines: tuple[Shown, ...]
    is_change: bool = False


class Change(NamedTuple):
    """Lines that others replace, side by side; None where the other side has more of them."""

    old: tuple[Shown | None, ...]
    new: tuple[Shown | None, ...]
    is_change: bool = True


Block = Same | Change


class Stretch(NamedTuple):
    """Lines of a file without a gap: hunks that are near each other, and what is around them.

    ``hidden`` is the number of lines above it that are not shown. Each hunk comes with the lines
    above it, ``below`` are those behind the last one.
    """

    hidden: int
    hunks: tuple[tuple[Same, Suggestion, tuple[Block, ...]], ...]
    below: Same


class Side(NamedTuple):
    """One version of a file, in colours."""

    lines: list[Line]
    is_open: bool

    def text(self, at: int) -> str:
        """The characters of a line."""
        return "".join(span.text for span in self.lines[at])

    def html(self, at: int, marks: Marks = ()) -> Markup:
        """A line as HTML."""
        return cell(self.lines[at], marks, self.is_open and at == len(self.lines) - 1)


class Versions(NamedTuple):
    """Both versions of a file."""

    old: Side
    new: Side


def versions_of(base: bytes, fixed: bytes, hunks: Sequence[Suggestion]) -> Versions:
    """Read a file and its fixed version. Raises NotSource where either is not Python source.

    The fixed version is highlighted as a whole. Most lines of the other are the same ones, and the
    lines of a hunk are whole statements.
    """
    text = decode(fixed).text
    new = coloured(text)
    old: list[Line] = []
    at = 0
    for hunk in hunks:
        old += [*new[at : hunk.parts[0].new_start], *coloured(b"".join(hunk.before).decode())]
        at = hunk.parts[-1].new_end
    old += new[at:]
    return Versions(Side(old, _is_open(decode(base).text)), Side(new, _is_open(text)))


def _is_open(text: str) -> bool:
    return bool(text) and not text.endswith("\n")


def stretches(files: Versions, hunks: Sequence[Suggestion]) -> list[Stretch]:
    """Give what to show of a file: its hunks with some lines around them, in order."""
    shown: list[Stretch] = []
    end = 0
    for run in _near(hunks):
        first, last = run[0], run[-1]
        start = _start(end, first.start)
        below = min(last.end + CONTEXT, len(files.old.lines))
        starts = [start, *(hunk.end for hunk in run)]
        pieces = tuple(
            (_same(files, above, hunk.start, _growth(hunk)[0]), hunk, tuple(_blocks(files, hunk)))
            for above, hunk in zip(starts, run, strict=False)
        )
        shown.append(Stretch(start - end, pieces, _same(files, last.end, below, _growth(last)[1])))
        end = below
    return shown


def _start(end: int, at: int) -> int:
    """Give where to begin for a hunk at ``at``; to leave a single line out would gain nothing."""
    start = at - CONTEXT
    return start if start > end + 1 else end


def _near(hunks: Sequence[Suggestion]) -> Iterator[list[Suggestion]]:
    """Gather hunks between which nothing would be left out."""
    run: list[Suggestion] = []
    for hunk in hunks:
        if run and _start(run[-1].end + CONTEXT, hunk.start) > run[-1].end + CONTEXT:
            yield run
            run = []
        run.append(hunk)
    if run:
        yield run


def _growth(hunk: Suggestion) -> tuple[int, int]:
    """Give by how many lines the new file is ahead, above a hunk and below it."""
    first, last = hunk.parts[0], hunk.parts[-1]
    return first.new_start - first.start, last.new_end - last.end


def _same(files: Versions, start: int, end: int, growth: int) -> Same:
    return Same(
        tuple(
            Shown(at + 1, files.new.html(at + growth), at + growth + 1) for at in range(start, end)
        )
    )


class _Step(NamedTuple):
    """A run of old lines and the run of new ones that it becomes or is."""

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def _blocks(files: Versions, hunk: Suggestion) -> Iterator[Block]:
    """Give the lines of a hunk: what is changed in it, and what stays between."""
    for is_same, run in groupby(_steps(hunk), key=lambda step: step.is_same):
        if is_same:
            (step,) = run
            yield _same(files, step.start, step.end, step.new_start - step.start)
        else:
            yield _change(files, list(run))


def _steps(hunk: Suggestion) -> Iterator[_Step]:
    at, new_at = hunk.start, hunk.parts[0].new_start
    behind = Hunk(len(hunk.before), len(hunk.before), ())
    for each in [*diff(hunk.before, hunk.after), behind]:
        start, end = hunk.start + each.start, hunk.start + each.end
        if start > at:
            yield _Step(True, at, start, new_at, new_at + start - at)
            new_at += start - at
        if end > start or each.lines:
            yield _Step(False, start, end, new_at, new_at + len(each.lines))
        at, new_at = end, new_at + len(each.lines)


def _change(files: Versions, steps: Sequence[_Step]) -> Change:
    """Put what is replaced beside what replaces it, line by line."""
    old: list[Shown | None] = []
    new: list[Shown | None] = []
    for step in steps:
        befores, afters = range(step.start, step.end), range(step.new_start, step.new_end)
        for before, after in zip_longest(befores, afters):
            marks, new_marks = _marks(files, before, after)
            old.append(_shown(files.old, before, marks))
            new.append(_shown(files.new, after, new_marks))
    return Change(tuple(old), tuple(new))


def _marks(files: Versions, before: int | None, after: int | None) -> tuple[Marks, Marks]:
    if before is None or after is None:
        return (), ()
    return changed_within(files.old.text(before), files.new.text(after))


def _shown(side: Side, at: int | None, marks: Marks) -> Shown | None:
    return None if at is None else Shown(at + 1, side.html(at, marks))
