"""Relocate a correction to other versions of the file, without the parts that they have already."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.hunks import (
    AlreadyApplied,
    Hunk,
    RelocatedHunk,
    apply_hunks,
    diff,
    relocate_hunks,
)
from hookkit.pep8.line_ends import split_lines


def split_hunks(base: bytes, fixed: bytes) -> list[list[Hunk]]:
    """Give each hunk between a file and its fixed version, cut where its parts begin or end.

    If ``base`` or ``fixed`` is not Python source, each hunk stays whole.
    """
    lines, fixed_lines = split_lines(base), split_lines(fixed)
    boundaries = sorted(_part_boundaries(base, fixed))
    starts = [start for start, _ in boundaries]
    growth, groups = 0, []
    for hunk in diff(lines, fixed_lines):
        inner_boundaries = boundaries[
            bisect_left(starts, hunk.start) : bisect_right(starts, hunk.end)
        ]
        groups.append(list(_split_hunk(hunk, hunk.start + growth, inner_boundaries, lines)))
        growth += hunk.growth
    return groups


def _part_boundaries(base: bytes, fixed: bytes) -> Iterator[tuple[int, int]]:
    """Give the lines of both versions at which a part begins or ends."""
    from hookkit.pep8.correction_parts import split_into_parts

    try:
        all_parts = split_into_parts(decode_source(base).text, decode_source(fixed).text)
    except NotPythonSource:
        return
    for part in all_parts:
        yield part.start, part.new_start
        yield part.end, part.new_end


def _split_hunk(
    hunk: Hunk, new_start: int, boundaries: Iterable[tuple[int, int]], lines: Sequence[bytes]
) -> Iterator[Hunk]:
    """Cut a hunk whose lines begin at ``new_start`` in the fixed version."""
    new_end = new_start + len(hunk.lines)
    previous_boundary = hunk.start, new_start
    for boundary in (*boundaries, (hunk.end, new_end)):
        # Parts are found by tokens and hunks by lines, so their boundaries may differ.
        if (
            previous_boundary[0] <= boundary[0] <= hunk.end
            and previous_boundary[1] <= boundary[1] <= new_end
        ):
            new_lines = hunk.lines[previous_boundary[1] - new_start : boundary[1] - new_start]
            if new_lines != tuple(lines[previous_boundary[0] : boundary[0]]):
                yield Hunk(previous_boundary[0], boundary[0], new_lines)
            previous_boundary = boundary


def applied_indexes(
    hunks: Sequence[Hunk],
    lines: Sequence[bytes],
    fixed_lines: Sequence[bytes],
    version_lines: Sequence[bytes],
) -> set[int]:
    """Give the indexes of the hunks (from ``split_hunks``, in order) that a version already has.

    ``lines`` are the lines of the file, ``fixed_lines`` those of its fixed version. A hunk that
    cannot be relocated to the version counts as applied if its reverse can be relocated.
    """
    forward = relocate_hunks(hunks, lines, version_lines)
    backward = relocate_hunks(list(_reverse_hunks(hunks, lines)), fixed_lines, version_lines)
    return {
        index
        for index, (placed, reversed_) in enumerate(zip(forward, backward, strict=True))
        if isinstance(placed, AlreadyApplied)
        or (placed is None and isinstance(reversed_, Hunk) and hunks[index].lines)
    }


def _reverse_hunks(hunks: Iterable[Hunk], lines: Sequence[bytes]) -> Iterator[Hunk]:
    """Give the hunks that turn the fixed version into the file."""
    growth = 0
    for hunk in hunks:
        start = hunk.start + growth
        yield Hunk(start, start + len(hunk.lines), tuple(lines[hunk.start : hunk.end]))
        growth += hunk.growth


class RelocatedCorrection(NamedTuple):
    """Hunks, and for each version the same hunks relocated to it."""

    hunks: list[Hunk]
    relocated_hunks: list[list[RelocatedHunk]]


class _HunksInVersion(NamedTuple):
    """The indexes of the small hunks that a version has, and all hunks relocated to it."""

    applied: set[int]
    whole_hunks: list[RelocatedHunk]
    small_hunks: list[RelocatedHunk]


def relocate_correction(
    base: bytes, fixed: bytes, versions: Sequence[Sequence[bytes]]
) -> RelocatedCorrection:
    """Relocate the hunks between a file and its fixed version to other versions.

    ``versions`` are the lines of each version. A hunk is split into small hunks if a version
    already has some of them, or if the hunk cannot be relocated although each small hunk can.
    """
    lines, fixed_lines = split_lines(base), split_lines(fixed)
    whole_hunks, hunk_groups = diff(lines, fixed_lines), split_hunks(base, fixed)
    small_hunks = [small_hunk for group in hunk_groups for small_hunk in group]
    indexes = iter(range(len(small_hunks)))
    groups = [{next(indexes) for _ in group} for group in hunk_groups]
    by_version = []
    for version in versions:
        applied = applied_indexes(small_hunks, lines, fixed_lines, version)
        applied_hunks = [each for index, each in enumerate(small_hunks) if index in applied]
        are_hunks_applied = [group <= applied for group in groups]
        relocated_hunks = _relocate_missing_hunks(
            whole_hunks, are_hunks_applied, applied_hunks, lines, version
        )
        are_small_hunks_applied = [index in applied for index in range(len(small_hunks))]
        relocated_small_hunks = _relocate_missing_hunks(
            small_hunks, are_small_hunks_applied, applied_hunks, lines, version
        )
        by_version.append(_HunksInVersion(applied, relocated_hunks, relocated_small_hunks))
    return _choose(whole_hunks, small_hunks, groups, by_version)


def _choose(
    whole_hunks: Sequence[Hunk],
    small_hunks: Sequence[Hunk],
    groups: Iterable[set[int]],
    by_version: Sequence[_HunksInVersion],
) -> RelocatedCorrection:
    """Choose for each hunk the hunk itself or its small hunks; its group has their indexes."""
    chosen = RelocatedCorrection([], [[] for _ in by_version])
    for index, group in enumerate(groups):
        is_split, members = _is_split(index, group, by_version), sorted(group)
        chosen.hunks.extend([small_hunks[n] for n in members] if is_split else [whole_hunks[index]])
        for relocated, each in zip(chosen.relocated_hunks, by_version, strict=True):
            relocated.extend(
                [each.small_hunks[n] for n in members] if is_split else [each.whole_hunks[index]]
            )
    return chosen


def _is_split(index: int, group: set[int], by_version: Sequence[_HunksInVersion]) -> bool:
    """Whether the small hunks of a hunk are placed instead of the hunk."""
    if any(group & each.applied and group - each.applied for each in by_version):
        return True
    if all(each.whole_hunks[index] is not None for each in by_version):
        return False
    return all(
        each.small_hunks[small_index] is not None for each in by_version for small_index in group
    )


def _relocate_missing_hunks(
    hunks: Sequence[Hunk],
    is_applied: Sequence[bool],
    applied_hunks: Sequence[Hunk],
    lines: Sequence[bytes],
    version: Sequence[bytes],
) -> list[RelocatedHunk]:
    """Relocate each hunk to a version that already has the ``applied_hunks``."""
    growths = list(accumulate((each.growth for each in applied_hunks), initial=0))
    ends = [each.end for each in applied_hunks]
    missing = [hunk for hunk, applied in zip(hunks, is_applied, strict=True) if not applied]
    shifts = [growths[bisect_right(ends, hunk.start)] for hunk in missing]
    moved = [
        Hunk(hunk.start + shift, hunk.end + shift, hunk.lines)
        for hunk, shift in zip(missing, shifts, strict=True)
    ]
    placed = iter(relocate_hunks(moved, apply_hunks(lines, applied_hunks), version))
    return [AlreadyApplied() if applied else next(placed) for applied in is_applied]


def without_applied_fixes(base: bytes, fixed: bytes, version: bytes) -> bytes:
    """Give ``base`` with the fixes that another version does not have yet.

    The result is ``base`` itself if the version has all fixes, ``fixed`` if it has none.
    """
    small_hunks = [small_hunk for group in split_hunks(base, fixed) for small_hunk in group]
    lines = split_lines(base)
    applied = applied_indexes(small_hunks, lines, split_lines(fixed), split_lines(version))
    if not applied:
        return fixed
    missing = [small_hunk for index, small_hunk in enumerate(small_hunks) if index not in applied]
    return b"".join(apply_hunks(lines, missing))
