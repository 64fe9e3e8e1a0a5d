"""Apply a correction to other versions of its file: the hunks that fit all of them."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.pep8.hunks import (
    Hunk,
    RelocatedHunk,
    apply_hunks,
    diff,
    relocate_hunks,
)
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.safe_hunks import bisect_accepted_indexes
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse


class EditedVersion(NamedTuple):
    """Another version of the file, and the reason to drop a hunk that does not fit this version."""

    data: bytes
    drop_reason: str


class AppliedHunks(NamedTuple):
    """The contents of the versions with the hunks that fit all of them, and the dropped hunks.

    ``contents`` are in the order of the versions.
    """

    contents: tuple[bytes, ...]
    dropped: tuple[Dropped, ...]


def apply_to_versions(base: bytes, fixed: bytes, versions: Sequence[EditedVersion]) -> AppliedHunks:
    """Apply the difference from ``base`` to ``fixed`` to each of ``versions``.

    A hunk that overlaps an edit in any version is dropped from all, so that they never disagree.
    An edit that already contains a part of the correction is no overlap: only the rest of the hunk
    is placed. Lines that the hunks do not replace stay. If the correction keeps the program, the
    placed hunks keep it too.
    """
    if all(version.data == base for version in versions):
        return AppliedHunks(tuple(fixed for _ in versions), ())
    lines = split_lines(base)
    hunks = diff(lines, split_lines(fixed))
    texts = [split_lines(version.data) for version in versions]
    hunks_by_version = [relocate_hunks(hunks, lines, text) for text in texts]
    if any(None in relocated_hunks for relocated_hunks in hunks_by_version):
        # Only needed if a hunk does not fit as a whole.
        from hookkit.pep8.relocate_correction import relocate_correction

        hunks, hunks_by_version = relocate_correction(base, fixed, texts)
    accepts = _ProgramCheck(base, fixed)

    def contents_with(indexes: Sequence[int]) -> list[bytes]:
        return [
            _apply(text, relocated_hunks, indexes)
            for text, relocated_hunks in zip(texts, hunks_by_version, strict=True)
        ]

    def passes(indexes: Sequence[int]) -> bool:
        pairs = zip(versions, contents_with(indexes), strict=True)
        return all(accepts(version.data, data) for version, data in pairs)

    placeable = [
        i
        for i in range(len(hunks))
        if all(relocated_hunks[i] is not None for relocated_hunks in hunks_by_version)
    ]
    kept = [
        placeable[i]
        for i in bisect_accepted_indexes(
            len(placeable), lambda batch: passes([placeable[i] for i in batch])
        )
    ]
    dropped = [
        Dropped(*hunk.line_range, _drop_reason(i, versions, hunks_by_version))
        for i, hunk in enumerate(hunks)
        if i not in kept
    ]
    return AppliedHunks(tuple(contents_with(kept)), tuple(_join_ranges(dropped)))


def apply_where_it_fits(base: bytes, fixed: bytes, version: bytes) -> bytes:
    """Apply the difference from ``base`` to ``fixed`` to one version, as far as it fits."""
    return apply_to_versions(base, fixed, [EditedVersion(version, "")]).contents[0]


def _join_ranges(dropped: Sequence[Dropped]) -> list[Dropped]:
    """Join ranges of lines that follow each other and have the same reason."""
    joined: list[Dropped] = []
    for each in dropped:
        last = joined[-1] if joined else None
        if last and each.first <= last.last + 1 and each.reason == last.reason:
            joined[-1] = Dropped(last.first, max(last.last, each.last), last.reason)
        else:
            joined.append(each)
    return joined


def _apply(
    text: Sequence[bytes], relocated_hunks: Sequence[RelocatedHunk], indexes: Sequence[int]
) -> bytes:
    return b"".join(
        apply_hunks(text, [hunk for i in indexes if isinstance(hunk := relocated_hunks[i], Hunk)])
    )


def _drop_reason(
    index: int,
    versions: Sequence[EditedVersion],
    hunks_by_version: Sequence[Sequence[RelocatedHunk]],
) -> str:
    for version, relocated_hunks in zip(versions, hunks_by_version, strict=True):
        if relocated_hunks[index] is None:
            return version.drop_reason
    return "beside the other edits it would change the program"


class _ProgramCheck:
    """Whether a new version keeps the program.

    If the correction itself does not keep the program, the new version only has to parse. Always
    true if the old version does not parse.
    """

    def __init__(self, base: bytes, fixed: bytes) -> None:
        try:
            self._is_strict = is_same_program(base, fixed)
        except DoesNotParse:
            self._is_strict = False

    def __call__(self, before: bytes, after: bytes) -> bool:
        try:
            parse(before)
        except DoesNotParse:
            return True  # the file is being edited: there is no program to keep
        try:
            parse(after)
            return not self._is_strict or is_same_program(before, after)
        except DoesNotParse:
            return False
