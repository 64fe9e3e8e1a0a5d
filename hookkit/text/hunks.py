"""Hunks: what to replace in a list of lines, and how a hunk moves to a file with other edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hookkit.text.lines import body, ending, first_ending, key


@dataclass(frozen=True, slots=True)
class Hunk:
    """Replace the lines ``start`` to ``end`` (0-based, end excluded) by ``lines``."""

    start: int
    end: int
    lines: tuple[bytes, ...]

    @property
    def growth(self) -> int:
        """By how many lines the file gets longer."""
        return len(self.lines) - (self.end - self.start)

    @property
    def span(self) -> tuple[int, int]:
        """The first and last line as people count them; an insertion counts for the line after."""
        return self.start + 1, max(self.end, self.start + 1)


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The other file has made the very same replacement."""


Landing = Hunk | AlreadyThere | None
"""Where a hunk comes to lie in another version of the file; None where it meets other edits."""


def diff(base: Sequence[bytes], other: Sequence[bytes]) -> list[Hunk]:
    """Give the hunks that turn ``base`` into ``other``, line ends apart."""
    left, right = [key(line) for line in base], [key(line) for line in other]
    # Without autojunk: it would ignore blank lines in a long file and give coarser hunks.
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        Hunk(start, end, tuple(other[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def apply(lines: Sequence[bytes], hunks: Iterable[Hunk]) -> list[bytes]:
    """Replace the hunks (in order, not overlapping); new lines end as their neighbours do."""
    result: list[bytes] = []
    at = 0
    for hunk in hunks:
        result += lines[at : hunk.start]
        for number, line in enumerate(hunk.lines):
            counterpart = min(hunk.start + number, max(hunk.end - 1, hunk.start))
            neighbours = [*lines[counterpart : counterpart + 1], *result[-1:], *lines[:1], line]
            result.append(body(line) + (first_ending(neighbours) if ending(line) else b""))
        at = hunk.end
    return result + list(lines[at:])


def _clash(ours: Hunk, theirs: Hunk) -> bool:
    if ours.start == ours.end and theirs.start == theirs.end:
        return ours.start == theirs.start
    return ours.start < theirs.end and theirs.start < ours.end


def _is_same(ours: Hunk, theirs: Hunk) -> bool:
    same_place = (ours.start, ours.end) == (theirs.start, theirs.end)
    return same_place and [*map(key, ours.lines)] == [*map(key, theirs.lines)]


def transplant(
    hunks: Sequence[Hunk], base: Sequence[bytes], other: Sequence[bytes]
) -> list[Landing]:
    """Find where each hunk of ``base`` comes to lie in ``other``, another version of it.

    A hunk that overlaps an edit of ``other`` has no place: no line of a person is ever replaced.
    """
    edits = diff(base, other)
    landings: list[Landing] = []
    for hunk in hunks:
        if any(_is_same(hunk, edit) for edit in edits):
            landings.append(AlreadyThere())
        elif any(_clash(hunk, edit) for edit in edits):
            landings.append(None)
        else:
            shift = sum(edit.growth for edit in edits if edit.end <= hunk.start)
            landings.append(Hunk(hunk.start + shift, hunk.end + shift, hunk.lines))
    return landings


def sift(count: int, accepts: Callable[[Sequence[int]], bool]) -> list[int]:
    """Choose from ``range(count)`` a large subset that ``accepts`` says yes to, by bisection.

    One bad member among n costs about 2·log2(n) questions, and only itself.
    """

    def choose(members: Sequence[int]) -> list[int]:
        if not members or accepts(members):
            return list(members)
        if len(members) == 1:
            return []
        middle = len(members) // 2
        left, right = choose(members[:middle]), choose(members[middle:])
        both = left + right
        return both if accepts(both) else max(left, right, key=len)

    return choose(range(count))
