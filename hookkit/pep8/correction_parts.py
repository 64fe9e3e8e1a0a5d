"""The parts of a correction: the smallest pieces that can be taken alone.

They are cut at the boundaries of logical lines that both texts have. A fix leaves most lines as
they are: lines that are the same in both texts are skipped together without reading their tokens.
"""

from __future__ import annotations

import os
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.hunks import LineRanges, diff, overlaps
from hookkit.pep8.line_ends import keep_lines_separate, line_key, split_lines
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, line_boundaries, read_logical_lines


class Part(NamedTuple):
    """Lines ``start`` to ``end`` become lines ``new_start`` to ``new_end`` of the fixed text.

    Lines are 0-based, the end excluded. A part is a whole logical line, a run of blank lines, or
    the lines of a block that can only be reindented together. ``related_lines`` has the lines
    (1-based, inclusive) that the part belongs to: blank lines belong to the line below them, too.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    related_lines: LineRanges

    @property
    def line_range(self) -> tuple[int, int]:
        """The first and last line, 1-based; for an insertion the line after it."""
        return self.start + 1, max(self.end, self.start + 1)

    def is_touched_by(self, touched: LineRanges) -> bool:
        """Whether each range of ``related_lines`` overlaps the lines ``touched``."""
        return all(overlaps(line_range, touched) for line_range in self.related_lines)


def split_into_parts(before: str, after: str) -> list[Part]:
    r"""Split a correction into its parts, in order.

    The lines of both texts must end with ``\n``. If one of the texts is not Python, the parts are
    the hunks between them. Taking all parts always gives ``after``.
    """
    old, new = split_lines(before.encode()), split_lines(after.encode())
    try:
        boundaries = [(0, 0), *_common_boundaries(before, after), (len(old), len(new))]
    except (SyntaxError, tokenize.TokenError):
        return list(_hunks_as_parts(old, new))
    sections = [_Section(*start, *end) for start, end in pairwise(boundaries)]
    return list(_join_blocks(sections, old, new))


def take_parts(before: Sequence[bytes], after: Sequence[bytes], chosen: Iterable[Part]) -> bytes:
    """Give the text ``before`` with the ``chosen`` parts (in order) taken from ``after``."""
    result: list[bytes] = []
    end = 0
    for part in chosen:
        result += [*before[end : part.start], *after[part.new_start : part.new_end]]
        end = part.end
    return b"".join(keep_lines_separate([*result, *before[end:]]))


def _hunks_as_parts(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Part]:
    growth = 0
    for hunk in diff(old, new):
        new_start = hunk.start + growth
        yield Part(hunk.start, hunk.end, new_start, new_start + len(hunk.lines), (hunk.line_range,))
        growth += hunk.growth


def _common_boundaries(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Give the boundaries that both texts have, each as its line in either text."""
    aligned = _aligned_line_boundaries(before, after)
    if aligned is not None:
        old, new = map(_edge_rows, aligned)
        new_keys: Mapping[int, int] = {key: key for key in old}
    else:
        old_boundaries, new_boundaries = line_boundaries(before), line_boundaries(after)
        old, new = _edge_rows(old_boundaries.boundaries), _edge_rows(new_boundaries.boundaries)
        new_keys = _common_token_counts(
            old_boundaries.invariant_tokens, new_boundaries.invariant_tokens
        )
    for key, (start, end) in old.items():
        if new_keys.get(key) in new:
            new_start, new_end = new[new_keys[key]]
            # Only blank lines are between these two boundaries.
            yield start, new_start
            yield end, new_end


def _common_token_counts(old: Sequence[str], new: Sequence[str]) -> Mapping[int, int]:
    """Map the number of tokens above each common boundary in ``old`` to that in ``new``.

    A fix that changes the program may add or remove invariant tokens. No boundary lies between the
    first and the last of these tokens, because such a fix is taken as a whole or not at all.
    """
    if old == new:
        return {count: count for count in range(len(old) + 1)}
    from difflib import SequenceMatcher

    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    added_or_removed = [each for each in changes if each[0] in ("delete", "insert")]
    begin = min((each[1] for each in added_or_removed), default=len(old) + 1)
    end = max((each[2] for each in added_or_removed), default=0)
    counts = {
        count: count - start + new_start
        for kind, start, stop, new_start, _ in changes
        if kind == "equal" and (stop <= begin or start >= end)
        for count in range(start, stop + 1)
    }
    # The boundaries on both sides of a removed invariant token become one boundary.
    first_counts = {new: count for count, new in reversed(counts.items())}
    return {count: new for count, new in counts.items() if first_counts[new] == count}


def _edge_rows(boundaries: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Map each key to the first and last row of the boundaries, (row, key), that have it."""
    edge_rows: dict[int, tuple[int, int]] = {}
    for row, key in boundaries:
        start, _ = edge_rows.setdefault(key, (row, row))
        edge_rows[key] = (start, row)
    return edge_rows


class _Section(NamedTuple):
    """The lines between two common boundaries."""

    start: int
    new_start: int
    end: int
    new_end: int


def _changed_part(section: _Section, old: Sequence[bytes], new: Sequence[bytes]) -> Part | None:
    """Give the part of a section, None if both texts have the same lines there."""
    start, new_start, end, new_end = section
    before, after = old[start:end], new[new_start:new_end]
    if before == after or [*map(line_key, before)] == [*map(line_key, after)]:
        return None
    if any(line.strip() for line in (*before, *after)):
        return Part(start, end, new_start, new_end, ((start + 1, max(end, start + 1)),))
    same_count = len(os.path.commonprefix([[*map(line_key, before)], [*map(line_key, after)]]))
    return Part(start + same_count, end, new_start + same_count, new_end, ((start + 1, end + 1),))


def _join_blocks(
    sections: Iterable[_Section], old: Sequence[bytes], new: Sequence[bytes]
) -> Iterator[Part]:
    """Join the parts of each reindented block: a change of a single line would break the block."""
    block_parts: list[Part] = []
    pending_parts: list[Part] = []
    min_indent_width = 0
    for section in sections:
        first_line = old[section.start] if section.start < section.end else b""
        new_first_line = new[section.new_start] if section.new_start < section.new_end else b""
        part = _changed_part(section, old, new)
        is_code = first_line.strip() and not first_line.lstrip().startswith(b"#")
        if block_parts and is_code and _indent_width(first_line) < min_indent_width:
            yield from (*_joined_part(block_parts), *pending_parts)
            block_parts, pending_parts = [], []
        if part is None:
            continue
        if is_code and _indent(first_line) != _indent(new_first_line):
            min_indent_width = min_indent_width if block_parts else _indent_width(first_line)
            block_parts += [*pending_parts, part]
            pending_parts = []
        elif block_parts:
            pending_parts.append(part)
        else:
            yield part
    yield from (*_joined_part(block_parts), *pending_parts)


def _joined_part(block_parts: Sequence[Part]) -> Iterator[Part]:
    if block_parts:
        related_lines = tuple(each for part in block_parts for each in part.related_lines)
        yield Part(
            block_parts[0].start,
            block_parts[-1].end,
            block_parts[0].new_start,
            block_parts[-1].new_end,
            related_lines,
        )


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _indent_width(line: bytes) -> int:
    return len(_indent(line).expandtabs())


_NON_INVARIANT_CHARACTERS = "(),; "
"""The characters of a faultless line that are no invariant tokens: see ``tokens_and_comments``."""


class _AlignedBoundary(NamedTuple):
    """A boundary of two logical lines: the number of rows above it, and its key in both texts.

    Boundaries of two texts with the same ``key`` have the same invariant tokens above them. The key
    is no count of these: a line that is in both texts adds at most 1 to it.
    """

    row: int
    key: int


def _aligned_line_boundaries(
    before: str, after: str
) -> tuple[Sequence[_AlignedBoundary], Sequence[_AlignedBoundary]] | None:
    r"""Give the boundaries of the logical lines of two texts, with the same key for equal ones.

    The result is None if the texts cannot be read line by line, or their invariant tokens differ.
    Lines must end with ``\n``.
    """
    old, new = read_logical_lines(before), read_logical_lines(after)
    if old is None or new is None:
        return None
    old_cursor, new_cursor = _TextCursor(old), _TextCursor(new)
    while old_cursor.remaining and new_cursor.remaining:
        line, other = old_cursor.remaining[-1], new_cursor.remaining[-1]
        if line is other:
            increment = int(_has_invariant_tokens(line))
            old_cursor.skip_line(increment)
            new_cursor.skip_line(increment)
        elif not _has_invariant_tokens(line):
            old_cursor.skip_line(0)
        elif not _has_invariant_tokens(other):
            new_cursor.skip_line(0)
        elif not _skip_to_same_count(old_cursor, new_cursor):
            return None
    for cursor in (old_cursor, new_cursor):
        while cursor.remaining and not _has_invariant_tokens(cursor.remaining[-1]):
            cursor.skip_line(0)
    if old_cursor.remaining or new_cursor.remaining:
        return None
    return old_cursor.boundaries, new_cursor.boundaries


class _TextCursor:
    """A position in a text: the remaining lines, the next one last, and the boundaries above it."""

    def __init__(self, logical_lines: LogicalLines) -> None:
        self.remaining = logical_lines.lines[::-1]
        self.row = self.key = 0
        self.boundaries = [_AlignedBoundary(0, 0)]

    def skip_line(self, increment: int) -> None:
        """Skip the next line, and add the boundary below it; the key grows by ``increment``."""
        self.row += self.remaining.pop().row_count
        self.key += increment
        self.boundaries.append(_AlignedBoundary(self.row, self.key))


def _skip_to_same_count(old_cursor: _TextCursor, new_cursor: _TextCursor) -> bool:
    """Skip lines until both had equally many invariant tokens; return whether these are equal."""
    seen_tokens: tuple[list[str], list[str]] = ([], [])
    cursors = (old_cursor, new_cursor)
    while not seen_tokens[0] or len(seen_tokens[0]) != len(seen_tokens[1]):
        shorter = int(len(seen_tokens[1]) < len(seen_tokens[0]))
        cursor = cursors[shorter]
        if not cursor.remaining:
            return False
        invariant_tokens = cursor.remaining[-1].invariant_tokens
        cursor.skip_line(len(invariant_tokens))
        seen_tokens[shorter].extend(invariant_tokens)
    return seen_tokens[0] == seen_tokens[1]


def _has_invariant_tokens(line: LogicalLine) -> bool:
    if line.recognized_code is None:
        return bool(line.invariant_tokens)
    if line.recognized_code:
        return bool(line.recognized_code.strip(_NON_INVARIANT_CHARACTERS))
    return not line.is_blank  # it is a comment
