"""Find the parts of a correction that another version of the file already has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.hunks import AlreadyApplied, Hunk, Transplanted, apply, diff, transplant
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.source import NotPythonSource, decode


def pieces(base: bytes, fixed: bytes) -> list[list[Hunk]]:
    """Give each hunk between a file and its fixed version, cut where its parts begin or end.

    If ``base`` or ``fixed`` is not Python source, each hunk is one piece.
    """
    lines, fixed_lines = split_lines(base), split_lines(fixed)
    edges = sorted(_edges(base, fixed))
    starts = [start for start, _ in edges]
    growth, groups = 0, []
    for hunk in diff(lines, fixed_lines):
        inner_edges = edges[bisect_left(starts, hunk.start) : bisect_right(starts, hunk.end)]
        groups.append(list(_cut(hunk, hunk.start + growth, inner_edges, lines)))
        growth += hunk.growth
    return groups


def _edges(base: bytes, fixed: bytes) -> Iterator[tuple[int, int]]:
    """Give the lines of both versions at which a part begins or ends."""
    from hookkit.pep8.parts import parts

    try:
        found = parts(decode(base).text, decode(fixed).text)
    except NotPythonSource:
        return
    for part in found:
        yield part.start, part.new_start
        yield part.end, part.new_end


def _cut(
    hunk: Hunk, new_start: int, edges: Iterable[tuple[int, int]], lines: Sequence[bytes]
) -> Iterator[Hunk]:
    """Cut a hunk whose lines begin at ``new_start`` in the fixed version."""
    new_end = new_start + len(hunk.lines)
    previous_edge = hunk.start, new_start
    for edge in (*edges, (hunk.end, new_end)):
        # Parts are found by tokens and hunks by lines, so their edges may differ.
        if previous_edge[0] <= edge[0] <= hunk.end and previous_edge[1] <= edge[1] <= new_end:
            piece = hunk.lines[previous_edge[1] - new_start : edge[1] - new_start]
            if piece != tuple(lines[previous_edge[0] : edge[0]]):
                yield Hunk(previous_edge[0], edge[0], piece)
            previous_edge = edge


def find_applied(
    hunks: Sequence[Hunk], lines: Sequence[bytes], fixed: Sequence[bytes], version: Sequence[bytes]
) -> set[int]:
    """Give the numbers of the hunks (``pieces``, in order) that a version already has.

    ``lines`` are the lines of the file, ``fixed`` those of its fixed version. A hunk that cannot be
    transplanted to the version counts as applied if its reverse can be transplanted.
    """
    forward = transplant(hunks, lines, version)
    backward = transplant(list(_reversed(hunks, lines)), fixed, version)
    return {
        number
        for number, (placed, reversed_) in enumerate(zip(forward, backward, strict=True))
        if isinstance(placed, AlreadyApplied)
        or (placed is None and isinstance(reversed_, Hunk) and hunks[number].lines)
    }


def _reversed(hunks: Iterable[Hunk], lines: Sequence[bytes]) -> Iterator[Hunk]:
    """Give the hunks that turn the fixed version into the file."""
    growth = 0
    for hunk in hunks:
        start = hunk.start + growth
        yield Hunk(start, start + len(hunk.lines), tuple(lines[hunk.start : hunk.end]))
        growth += hunk.growth


class PlacedHunks(NamedTuple):
    """Hunks, and for each version the places of all the hunks in it."""

    hunks: list[Hunk]
    places: list[list[Transplanted]]


class _PlacesInVersion(NamedTuple):
    """The numbers of the pieces that a version has, and the places of hunks and pieces in it."""

    applied: set[int]
    hunks: list[Transplanted]
    pieces: list[Transplanted]


def place_in_pieces(base: bytes, fixed: bytes, versions: Sequence[Sequence[bytes]]) -> PlacedHunks:
    """Find the places of the hunks between a file and its fixed version in other versions.

    ``versions`` are the lines of each version. A hunk is replaced by its pieces if a version
    already has some of them, or if the hunk cannot be placed although each of its pieces can.
    """
    lines, fixed_lines = split_lines(base), split_lines(fixed)
    whole_hunks, cut_hunks = diff(lines, fixed_lines), pieces(base, fixed)
    all_pieces = [piece for group in cut_hunks for piece in group]
    numbers = iter(range(len(all_pieces)))
    groups = [{next(numbers) for _ in group} for group in cut_hunks]
    by_version = []
    for version in versions:
        applied = find_applied(all_pieces, lines, fixed_lines, version)
        applied_pieces = [each for number, each in enumerate(all_pieces) if number in applied]
        are_hunks_applied = [group <= applied for group in groups]
        hunk_places = _places_of(whole_hunks, are_hunks_applied, applied_pieces, lines, version)
        are_pieces_applied = [number in applied for number in range(len(all_pieces))]
        piece_places = _places_of(all_pieces, are_pieces_applied, applied_pieces, lines, version)
        by_version.append(_PlacesInVersion(applied, hunk_places, piece_places))
    return _choose(whole_hunks, all_pieces, groups, by_version)


def _choose(
    whole_hunks: Sequence[Hunk],
    all_pieces: Sequence[Hunk],
    groups: Iterable[set[int]],
    by_version: Sequence[_PlacesInVersion],
) -> PlacedHunks:
    """Choose for each hunk the hunk itself or its pieces; its group has the numbers of these."""
    chosen = PlacedHunks([], [[] for _ in by_version])
    for index, group in enumerate(groups):
        is_cut, members = _is_cut(index, group, by_version), sorted(group)
        chosen.hunks.extend([all_pieces[n] for n in members] if is_cut else [whole_hunks[index]])
        for places, each in zip(chosen.places, by_version, strict=True):
            places.extend([each.pieces[n] for n in members] if is_cut else [each.hunks[index]])
    return chosen


def _is_cut(index: int, group: set[int], by_version: Sequence[_PlacesInVersion]) -> bool:
    """Whether the pieces of a hunk are placed instead of the hunk."""
    if any(group & each.applied and group - each.applied for each in by_version):
        return True
    if all(each.hunks[index] is not None for each in by_version):
        return False
    return all(each.pieces[number] is not None for each in by_version for number in group)


def _places_of(
    hunks: Sequence[Hunk],
    is_applied: Sequence[bool],
    applied_pieces: Sequence[Hunk],
    lines: Sequence[bytes],
    version: Sequence[bytes],
) -> list[Transplanted]:
    """Find the place of each hunk in a version that already has the ``applied_pieces``."""
    growths = list(accumulate((each.growth for each in applied_pieces), initial=0))
    ends = [each.end for each in applied_pieces]
    missing = [hunk for hunk, applied in zip(hunks, is_applied, strict=True) if not applied]
    shifts = [growths[bisect_right(ends, hunk.start)] for hunk in missing]
    moved = [
        Hunk(hunk.start + shift, hunk.end + shift, hunk.lines)
        for hunk, shift in zip(missing, shifts, strict=True)
    ]
    placed = iter(transplant(moved, apply(lines, applied_pieces), version))
    return [AlreadyApplied() if applied else next(placed) for applied in is_applied]


def without_applied(base: bytes, fixed: bytes, version: bytes) -> bytes:
    """Give ``base`` with the fixes that another version does not have yet.

    The result is ``base`` itself if the version has all fixes, ``fixed`` if it has none.
    """
    all_pieces = [piece for group in pieces(base, fixed) for piece in group]
    lines = split_lines(base)
    applied = find_applied(all_pieces, lines, split_lines(fixed), split_lines(version))
    if not applied:
        return fixed
    missing = [piece for number, piece in enumerate(all_pieces) if number not in applied]
    return b"".join(apply(lines, missing))
