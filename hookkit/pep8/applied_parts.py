"""Which parts of a correction another version of the file has already."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.hunks import AlreadyApplied, Hunk, Transplanted, apply, diff, transplant
from hookkit.pep8.lines import split
from hookkit.pep8.source import NotSource, decode


def pieces(base: bytes, fixed: bytes) -> list[list[Hunk]]:
    """Give each hunk between a file and its fixed version, cut where a part of it begins or ends.

    Where either is not Python source, each hunk is one piece.
    """
    lines, fixed_lines = split(base), split(fixed)
    edges = sorted(_edges(base, fixed))
    starts = [start for start, _ in edges]
    growth, found = 0, []
    for hunk in diff(lines, fixed_lines):
        near = edges[bisect_left(starts, hunk.start) : bisect_right(starts, hunk.end)]
        found.append(list(_cut(hunk, hunk.start + growth, near, lines)))
        growth += hunk.growth
    return found


def _edges(base: bytes, fixed: bytes) -> Iterator[tuple[int, int]]:
    """Give the lines of both versions at which a part begins or ends."""
    from hookkit.pep8.parts import parts

    try:
        found = parts(decode(base).text, decode(fixed).text)
    except NotSource:
        return
    for part in found:
        yield part.start, part.new_start
        yield part.end, part.new_end


def _cut(
    hunk: Hunk, new_start: int, edges: Iterable[tuple[int, int]], lines: Sequence[bytes]
) -> Iterator[Hunk]:
    """Cut a hunk whose lines begin at ``new_start`` in the fixed version."""
    new_end = new_start + len(hunk.lines)
    last = hunk.start, new_start
    for edge in (*edges, (hunk.end, new_end)):
        # The parts are found by tokens and the hunks by lines: the two need not agree.
        if last[0] <= edge[0] <= hunk.end and last[1] <= edge[1] <= new_end:
            piece = hunk.lines[last[1] - new_start : edge[1] - new_start]
            if piece != tuple(lines[last[0] : edge[0]]):
                yield Hunk(last[0], edge[0], piece)
            last = edge


def find_applied(
    some: Sequence[Hunk], lines: Sequence[bytes], fixed: Sequence[bytes], version: Sequence[bytes]
) -> set[int]:
    """Give the numbers of the pieces (of ``pieces``, in order) that a version has already.

    ``lines`` are those of the file, ``fixed`` those of its fixed version. What has no place in the
    version is there where it could be taken out of it again.
    """
    places = transplant(some, lines, version)
    back = transplant(list(_reversed(some, lines)), fixed, version)
    return {
        number
        for number, (there, again) in enumerate(zip(places, back, strict=True))
        if isinstance(there, AlreadyApplied)
        or (there is None and isinstance(again, Hunk) and some[number].lines)
    }


def _reversed(some: Iterable[Hunk], lines: Sequence[bytes]) -> Iterator[Hunk]:
    """Give the pieces as they are taken out of the fixed version."""
    growth = 0
    for each in some:
        start = each.start + growth
        yield Hunk(start, start + len(each.lines), tuple(lines[each.start : each.end]))
        growth += each.growth


class PlacedHunks(NamedTuple):
    """Hunks, and for each version where each of them comes to lie in it."""

    hunks: list[Hunk]
    places: list[list[Transplanted]]


class _InVersion(NamedTuple):
    """The numbers of the pieces that a version has, and where hunks and pieces come to lie."""

    taken: set[int]
    hunks: list[Transplanted]
    pieces: list[Transplanted]


def place_in_pieces(base: bytes, fixed: bytes, versions: Sequence[Sequence[bytes]]) -> PlacedHunks:
    """Find where what is between a file and its fixed version comes to lie in other versions.

    A hunk of which a version (its lines) has a part is given as its pieces, and so is one that has
    no place where each of its pieces has one.
    """
    lines, fixed_lines = split(base), split(fixed)
    whole, cut = diff(lines, fixed_lines), pieces(base, fixed)
    some = [piece for group in cut for piece in group]
    numbers = iter(range(len(some)))
    groups = [{next(numbers) for _ in group} for group in cut]
    found = []
    for version in versions:
        there = find_applied(some, lines, fixed_lines, version)
        taken = [each for number, each in enumerate(some) if number in there]
        of_hunks = _places_of(whole, [each <= there for each in groups], taken, lines, version)
        is_taken = [number in there for number in range(len(some))]
        of_pieces = _places_of(some, is_taken, taken, lines, version)
        found.append(_InVersion(there, of_hunks, of_pieces))
    return _chosen(whole, some, groups, found)


def _chosen(
    whole: Sequence[Hunk],
    some: Sequence[Hunk],
    groups: Iterable[set[int]],
    found: Sequence[_InVersion],
) -> PlacedHunks:
    chosen = PlacedHunks([], [[] for _ in found])
    for at, group in enumerate(groups):
        is_cut = _is_cut(at, group, found)
        chosen.hunks.extend([some[number] for number in sorted(group)] if is_cut else [whole[at]])
        for places, each in zip(chosen.places, found, strict=True):
            of_pieces = [each.pieces[number] for number in sorted(group)]
            places.extend(of_pieces if is_cut else [each.hunks[at]])
    return chosen


def _is_cut(at: int, group: set[int], found: Sequence[_InVersion]) -> bool:
    """Whether the pieces of a hunk are placed instead of it."""
    if any(group & each.taken and group - each.taken for each in found):
        return True
    if all(each.hunks[at] is not None for each in found):
        return False
    return all(each.pieces[number] is not None for each in found for number in group)


def _places_of(
    hunks: Sequence[Hunk],
    is_taken: Sequence[bool],
    taken: Sequence[Hunk],
    lines: Sequence[bytes],
    version: Sequence[bytes],
) -> list[Transplanted]:
    """Find where each hunk comes to lie in a version that has the pieces ``taken`` already."""
    growths = list(accumulate((each.growth for each in taken), initial=0))
    ends = [each.end for each in taken]
    rest = [hunk for hunk, is_there in zip(hunks, is_taken, strict=True) if not is_there]
    shifts = [growths[bisect_right(ends, hunk.start)] for hunk in rest]
    moved = [
        Hunk(hunk.start + by, hunk.end + by, hunk.lines)
        for hunk, by in zip(rest, shifts, strict=True)
    ]
    placed = iter(transplant(moved, apply(lines, taken), version))
    return [AlreadyApplied() if is_there else next(placed) for is_there in is_taken]


def without_applied(base: bytes, fixed: bytes, version: bytes) -> bytes:
    """Give ``base`` with what of its fixed version another version has not yet.

    That is ``base`` itself where the other version has all of it, and ``fixed`` where it has none.
    """
    some = [piece for each in pieces(base, fixed) for piece in each]
    lines = split(base)
    there = find_applied(some, lines, split(fixed), split(version))
    if not there:
        return fixed
    return b"".join(apply(lines, [each for at, each in enumerate(some) if at not in there]))
