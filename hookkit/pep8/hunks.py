"""Hunks: what to replace in a list of lines, and how a hunk moves to a file with other edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.lines import line_key, same_lines, with_ending_of, with_ends, without_merged_ends


class Hunk(NamedTuple):
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


class AlreadyApplied:
    """The other file has made the very same replacement."""

    def __eq__(self, other: object) -> bool:
        """Whether this is said of another hunk as well."""
        return isinstance(other, AlreadyApplied)

    def __hash__(self) -> int:
        """Give one number for all."""
        return hash(AlreadyApplied)


MAX_FULL_COMPARISON = 1000
"""Lines between two places that are surely the same, up to which frequent lines count as well."""

Transplanted = Hunk | AlreadyApplied | None
"""Where a hunk comes to lie in another version of the file; None where it meets other edits."""


def diff(base: Sequence[bytes], other: Sequence[bytes]) -> list[Hunk]:
    """Give the hunks that turn ``base`` into ``other``, line ends apart.

    Lines that differ in blanks alone are taken for the same line in another layout.
    """
    left, right = [_words(line) for line in base], [_words(line) for line in other]
    hunks: list[Hunk] = []
    start = first = 0
    for at, other_at, size in _matches(left, right):
        if (at, other_at) != (start, first):
            hunks.append(Hunk(start, at, tuple(other[first:other_at])))
        start, first = at + size, other_at + size
        hunks += _reformatted(at, base[at:start], other[other_at:first])
    return hunks


def _matches(left: Sequence[bytes], right: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """Give the runs that both have: where they are in each, and how long they are.

    Long texts are first compared by what is rare in them, and by everything only between those
    places: to look at each frequent line at once would take time with the square of the length.
    """
    if left == right:
        yield 0, 0, len(left)
        return
    if (
        max(len(left), len(right)) <= MAX_FULL_COMPARISON
        and (ends := _same_ends(left, right)) is not None
    ):
        yield from ends
        return
    from difflib import SequenceMatcher

    start = first = 0
    for at, other_at, size in _landmarks(left, right):
        if max(at - start, other_at - first) <= MAX_FULL_COMPARISON:
            gap, other_gap = left[start:at], right[first:other_at]
            close = SequenceMatcher(_is_blank, gap, other_gap, autojunk=False)
            for block in close.get_matching_blocks()[:-1]:
                yield start + block.a, first + block.b, block.size
        yield at, other_at, size
        start, first = at + size, other_at + size


def _same_ends(
    left: Sequence[bytes], right: Sequence[bytes]
) -> tuple[tuple[int, int, int], ...] | None:
    """Give the runs at the beginning and the end where SequenceMatcher surely finds no others.

    That is so where no line between them is in the other text, which is what most commits do: no
    run is in both ends at once, and the first of the longest ones stands alike in both texts.
    """
    most = min(len(left), len(right))
    begin = next((at for at in range(most) if left[at] != right[at]), most)
    end = next((n for n in range(most - begin) if left[-1 - n] != right[-1 - n]), most - begin)
    own, other = left[begin : len(left) - end], right[begin : len(right) - end]
    if not set(own).isdisjoint(right) or not set(other).isdisjoint(left):
        return None
    if end and not any(left[-end:]):  # blank lines alone are found beside others
        return None
    if begin and end and not (own and other):  # in one text the ends meet
        joined, apart = (left, right) if other else (right, left)
        if (joined[begin - 1], joined[begin]) in pairwise(apart):
            return None
    return (0, 0, begin), (len(left) - end, len(right) - end, end)


def _landmarks(left: Sequence[bytes], right: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    from difflib import SequenceMatcher

    if max(len(left), len(right)) > MAX_FULL_COMPARISON:
        yield from SequenceMatcher(None, left, right).get_matching_blocks()
    else:
        yield len(left), len(right), 0


def _is_blank(words: bytes) -> bool:
    # A run of blank lines is no sign that two places are the same one.
    return not words


def _words(line: bytes) -> bytes:
    return b"".join(line.split())


def _reformatted(at: int, base: Sequence[bytes], other: Sequence[bytes]) -> Iterator[Hunk]:
    """Give a hunk for each run of lines that differ, line by line."""
    same = same_lines(base, other)
    for is_same, run in groupby(range(len(same)), key=same.__getitem__):
        if not is_same:
            numbers = list(run)
            first, last = numbers[0], numbers[-1]
            yield Hunk(at + first, at + last + 1, tuple(other[first : last + 1]))


def apply(lines: Sequence[bytes], hunks: Iterable[Hunk]) -> list[bytes]:
    """Replace the hunks (in order, not overlapping); new lines end as their neighbours do.

    What is given is split into the same lines when it is joined (``without_merged_ends``).
    """
    result: list[bytes] = []
    at = 0
    for hunk in hunks:
        result += lines[at : hunk.start]
        for number, line in enumerate(hunk.lines):
            counterpart = min(hunk.start + number, max(hunk.end - 1, hunk.start))
            neighbours = [*lines[counterpart : counterpart + 1], *result[-1:], *lines[:1], line]
            result.append(with_ending_of(neighbours, line))
        at = hunk.end
    return list(without_merged_ends(with_ends([*result, *lines[at:]])))


def _clash(ours: Hunk, theirs: Hunk) -> bool:
    if ours.start == ours.end and theirs.start == theirs.end:
        return ours.start == theirs.start
    return ours.start < theirs.end and theirs.start < ours.end


def _is_same(ours: Hunk, theirs: Hunk) -> bool:
    same_place = (ours.start, ours.end) == (theirs.start, theirs.end)
    return same_place and [*map(line_key, ours.lines)] == [*map(line_key, theirs.lines)]


def _has(edit: Hunk, ours: Hunk) -> bool:
    """Whether an edit that replaces each line by one has our lines among its own."""
    is_within = edit.start <= ours.start < ours.end <= edit.end
    if not is_within or edit.growth or ours.growth:
        return False
    theirs = edit.lines[ours.start - edit.start : ours.end - edit.start]
    return [*map(line_key, ours.lines)] == [*map(line_key, theirs)]


def _is_between(ours: Hunk, edit: Hunk, base: Sequence[bytes]) -> bool:
    """Whether we insert between two lines that an edit has only laid out otherwise."""
    if ours.start != ours.end or not edit.start < ours.start < edit.end or edit.growth:
        return False
    return [*map(_words, base[edit.start : edit.end])] == [*map(_words, edit.lines)]


def transplant(
    hunks: Sequence[Hunk], base: Sequence[bytes], other: Sequence[bytes]
) -> list[Transplanted]:
    """Find where each hunk of ``base`` comes to lie in ``other``, another version of it.

    A hunk that overlaps an edit of ``other`` has no place: no line of a person is ever replaced.
    """
    edits = diff(base, other)
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    growths = list(accumulate((edit.growth for edit in edits), initial=0))
    places: list[Transplanted] = []
    for hunk in hunks:
        near = edits[bisect_left(ends, hunk.start) : bisect_right(starts, hunk.end)]
        if any(_is_same(hunk, edit) or _has(edit, hunk) for edit in near):
            places.append(AlreadyApplied())
        elif any(_clash(hunk, edit) and not _is_between(hunk, edit, base) for edit in near):
            places.append(None)
        else:
            shift = growths[bisect_right(ends, hunk.start)]
            places.append(Hunk(hunk.start + shift, hunk.end + shift, hunk.lines))
    return places


def largest_accepted(count: int, accepts: Callable[[Sequence[int]], bool]) -> list[int]:
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
