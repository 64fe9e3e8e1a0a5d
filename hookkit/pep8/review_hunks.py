"""A correction as people review it: in hunks, each with an id that survives edits elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, count
from typing import NamedTuple

from hookkit.pep8.correction_parts import Part, split_into_parts, take_parts
from hookkit.pep8.decode_source import Source, decode_source
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.hunks import Hunk, apply_hunks
from hookkit.pep8.line_ends import line_key, split_lines

ID_DIGITS = 12


class EditedHunk(NamedTuple):
    """The lines of a hunk as a person edited them, in UTF-8, each ending with a line feed.

    ``keeps_program`` is whether the file stays the same program with these lines.
    """

    lines: tuple[bytes, ...]
    keeps_program: bool


class ReviewHunk(NamedTuple):
    """One hunk: the parts of a file's correction that touch each other.

    ``before`` are the lines that the hunk replaces and ``after`` the new lines, in UTF-8, each
    ending with a line feed. ``faults`` are the faults that the hunk fixes. ``edited_hunk`` has the
    lines that a person wants instead of ``after``, None if the hunk was not edited.
    """

    id: str
    path: bytes
    parts: tuple[Part, ...]
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]
    faults: tuple[Fault, ...]
    edited_hunk: EditedHunk | None = None

    @property
    def start(self) -> int:
        """The first replaced line, 0-based."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """The line after the last replaced line, 0-based."""
        return self.parts[-1].end

    @property
    def line_range(self) -> tuple[int, int]:
        """The first and last line, 1-based; for an insertion the line after it."""
        return self.start + 1, max(self.end, self.start + 1)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the faults, each once."""
        return tuple(sorted({fault.code for fault in self.faults}))


def fingerprint(path: bytes, before: Sequence[bytes], after: Sequence[bytes], part: Part) -> str:
    """Give a digest of a part that depends on its content and its neighbours, not on line numbers.

    Blanks in the neighbours are ignored, so that a fix of a neighbour does not change the digest.
    """
    old = before[part.start : part.end]
    new = after[part.new_start : part.new_end]
    words_above = next((words for n in range(part.start)[::-1] if (words := before[n].split())), [])
    rows_below = range(part.end, len(before))
    words_below = next((words for n in rows_below if (words := before[n].split())), [])
    hashed = [
        path,
        b"".join(words_above),
        *map(line_key, old),
        b"\0",
        *map(line_key, new),
        b"".join(words_below),
    ]
    return sha256(b"\0".join(hashed)).hexdigest()


def find_review_hunks(
    path: bytes, original: bytes, fixed: bytes, faults: Iterable[Fault]
) -> list[ReviewHunk]:
    """Give the hunks between a file and its fixed version, in order.

    ``faults`` are the faults that all the hunks together fix. Raises NotPythonSource if
    ``original`` or ``fixed`` is not Python source.
    """
    before, after = decode_source(original).text, decode_source(fixed).text
    groups = list(_adjacent_groups(split_into_parts(before, after)))
    return list(_hunks_of_groups(path, before, after, groups, faults))


def split_hunk(hunk: ReviewHunk, original: bytes, fixed: bytes) -> list[ReviewHunk]:
    """Give each part of a hunk from ``find_review_hunks`` as a separate hunk."""
    return hunks_of_parts(hunk.path, original, fixed, hunk.parts, hunk.faults)


def hunks_of_parts(
    path: bytes, original: bytes, fixed: bytes, chosen: Iterable[Part], faults: Iterable[Fault]
) -> list[ReviewHunk]:
    """Give each of the ``chosen`` parts between a file and its fixed version as a separate hunk.

    The other parameters and the errors are those of ``find_review_hunks``.
    """
    before, after = decode_source(original).text, decode_source(fixed).text
    groups = [(part,) for part in chosen]
    return list(_hunks_of_groups(path, before, after, groups, faults))


def take_hunks(original: bytes, fixed: bytes, chosen: Iterable[ReviewHunk]) -> bytes:
    """Give the file ``original`` with the ``chosen`` hunks taken from ``fixed``.

    The hunks are in order. An edited hunk has its edited lines. Every byte outside of the hunks
    stays as it is.
    """
    before, after, hunks = decode_source(original), decode_source(fixed), list(chosen)
    if any(each.edited_hunk is not None for each in hunks):
        replacements = [
            replacement for each in hunks for replacement in _replacements(each, before, after)
        ]
        return before.bom + b"".join(apply_hunks(before.lines, replacements))
    chosen_parts = [part for each in hunks for part in each.parts]
    return before.bom + take_parts(before.lines, after.lines, chosen_parts)


def _replacements(hunk: ReviewHunk, before: Source, after: Source) -> Iterator[Hunk]:
    """Give the replacements of a hunk in the lines of the file: its parts, or its edited lines."""
    if hunk.edited_hunk is None:
        for part in hunk.parts:
            lines = after.lines[part.new_start : part.new_end]
            yield Hunk(part.start, part.end, tuple(lines))
    else:
        encoded = (line.decode().encode(before.encoding) for line in hunk.edited_hunk.lines)
        yield Hunk(hunk.start, hunk.end, tuple(encoded))


def _adjacent_groups(chosen: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    group: list[Part] = []
    for part in chosen:
        if group and group[-1].end != part.start:
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def _hunks_of_groups(
    path: bytes,
    before: str,
    after: str,
    groups: Sequence[tuple[Part, ...]],
    faults: Iterable[Fault],
) -> Iterator[ReviewHunk]:
    old, new = split_lines(before.encode()), split_lines(after.encode())
    seen: set[str] = set()
    lines = [
        (
            tuple(old[group[0].start : group[-1].end]),
            tuple(new[group[0].new_start : group[-1].new_end]),
        )
        for group in groups
    ]
    is_blank = [not b"".join((*before, *after)).strip() for before, after in lines]
    faults_of_groups = _assign_faults(groups, is_blank, faults)
    for group, texts, own_faults in zip(groups, lines, faults_of_groups, strict=True):
        hunk_id = _hunk_id([fingerprint(path, old, new, part) for part in group])
        # Equal hunks between equal neighbours are numbered.
        possible_ids = chain([hunk_id], (f"{hunk_id}-{number}" for number in count(2)))
        unique_id = next(each for each in possible_ids if each not in seen)
        seen.add(unique_id)
        yield ReviewHunk(unique_id, path, group, *texts, own_faults)


def _hunk_id(fingerprints: Sequence[str]) -> str:
    if len(fingerprints) == 1:
        return fingerprints[0][:ID_DIGITS]
    return sha256("".join(fingerprints).encode()).hexdigest()[:ID_DIGITS]


def _assign_faults(
    groups: Sequence[tuple[Part, ...]], is_blank: Sequence[bool], faults: Iterable[Fault]
) -> list[tuple[Fault, ...]]:
    """Assign each fault to the nearest of the groups, which are in order.

    ``is_blank`` is, for each group, whether it has only blank lines. pycodestyle reports a fault of
    blank lines at the line below them: if two groups are at this line, such a fault belongs to the
    group of blank lines, and every other fault to the other group.
    """
    shared: list[list[Fault]] = [[] for _ in groups]
    starts = [group[0].start for group in groups]
    for fault in faults:
        index = bisect_left(starts, fault.line)
        # The group that contains the line may begin above the line; blank lines belong to the line
        # below them.
        candidates = range(max(index - 3, 0), min(index + 2, len(groups)))

        def distance(index: int, fault: Fault = fault) -> tuple[int, bool]:
            return _distance(groups[index], fault.line), is_blank[index] != _is_about_blank_lines(
                fault
            )

        if candidates:
            shared[min(candidates, key=distance)].append(fault)
    return [tuple(each) for each in shared]


def _is_about_blank_lines(fault: Fault) -> bool:
    return fault.code.startswith("E3") or fault.code in ("W293", "W391")


def _distance(group: tuple[Part, ...], line: int) -> int:
    ranges = [each for part in group for each in (part.line_range, *part.related_lines)]
    return min(max(first - line, line - last, 0) for first, last in ranges)
