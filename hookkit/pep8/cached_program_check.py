"""A check whether hunks keep the program, with a cache of its results for each logical line.

The time of a check grows with the length of the text, and ``safe_hunks`` checks often. A hunk that
keeps the indentation and the number of rows of its logical line does not depend on hunks in other
lines: it is checked once. All other hunks are checked together.
"""

from __future__ import annotations

import tokenize
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from hookkit.pep8.hunks import Hunk
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, logical_line_at, read_logical_lines
from hookkit.pep8.program_difference import BROKEN_SYNTAX_REASON, CHANGED_PROGRAM_REASON
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse

MAX_UNCACHED_HUNKS = 4
"""Up to this number, hunks are always checked together, without the cache."""

ProgramCheck = Callable[[Sequence[Hunk]], str | None]
"""Gives the reason why hunks of a text do not keep its program, None if they keep it."""


def cached_program_check(
    lines: Sequence[bytes], hunks: Sequence[Hunk], check: ProgramCheck
) -> ProgramCheck:
    """Give a check for any of ``hunks`` that calls ``check`` at most once for the same hunks.

    ``lines`` are those of a program, in UTF-8, each ending with a line feed. The new check accepts
    the same hunks as ``check``; if there are several reasons, it may give another of them.
    """
    logical_lines = (
        read_logical_lines(b"".join(lines).decode()) if len(hunks) > MAX_UNCACHED_HUNKS else None
    )
    if logical_lines is None:
        return check
    cache: dict[tuple[Hunk, ...], str | None] = {}
    line_indexes = _logical_line_indexes(logical_lines, lines, hunks)

    def check_chosen(chosen: Sequence[Hunk]) -> str | None:
        groups: dict[int | None, list[Hunk]] = defaultdict(list)
        for hunk in chosen:
            groups[line_indexes.get(hunk)].append(hunk)
        reasons = (check_group(index, tuple(group)) for index, group in groups.items())
        return next((each for each in reasons if each is not None), None)

    def check_group(index: int | None, group: tuple[Hunk, ...]) -> str | None:
        if group not in cache:
            reason = _UNKNOWN if index is None else _check_within_line(logical_lines, index, group)
            cache[group] = check(group) if reason == _UNKNOWN else reason
        return cache[group]

    return check_chosen


_UNKNOWN = "unknown"


def _logical_line_indexes(
    logical_lines: LogicalLines, lines: Sequence[bytes], hunks: Sequence[Hunk]
) -> dict[Hunk, int]:
    """Map each hunk that replaces one row of one logical line to the index of that line.

    Hunks that change the line's indentation are left out, and all hunks in lines that such a hunk,
    or one across several rows, touches.
    """
    indexes: dict[Hunk, int] = {}
    excluded: set[int] = set()
    for hunk in hunks:
        first = bisect_right(logical_lines.start_rows, hunk.start) - 1
        last = bisect_right(logical_lines.start_rows, max(hunk.end - 1, hunk.start)) - 1
        is_one_row = first == last and hunk.growth == 0 and hunk.end == hunk.start + 1
        is_first_row = hunk.start == logical_lines.start_rows[first]
        if is_one_row and not (
            is_first_row and _indent(lines[hunk.start]) != _indent(hunk.lines[0])
        ):
            indexes[hunk] = first
        else:
            # An inserted row may also belong to the logical line above it.
            excluded.update(range(max(first - 1, 0), last + 1))
    return {hunk: index for hunk, index in indexes.items() if index not in excluded}


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _check_within_line(
    logical_lines: LogicalLines, index: int, hunks: Sequence[Hunk]
) -> str | None:
    """Check hunks by their logical line alone; _UNKNOWN if that is not enough."""
    line, start = logical_lines.lines[index], logical_lines.start_rows[index]
    rows = [*line.rows]
    for hunk in hunks:
        rows[hunk.start - start] = hunk.lines[0].decode()
    if rows[0].lstrip().startswith("#!") or "\\\n" in "".join(rows):
        return _UNKNOWN
    try:
        new = logical_line_at(rows, 0)
    except (SyntaxError, tokenize.TokenError):
        return _UNKNOWN
    if not _has_same_rows_and_comments(line, new):
        return _UNKNOWN
    if line.code_tokens != new.code_tokens:
        return _tree_difference(line, new)
    return None


def _has_same_rows_and_comments(old: LogicalLine, new: LogicalLine) -> bool:
    """Whether two logical lines have the same indentation, number of rows and comments."""
    return (
        (old.row_count, old.is_code, old.indentation)
        == (new.row_count, new.is_code, new.indentation)
        and len(old.invariant_tokens) == len(new.invariant_tokens)
        and old.comments == new.comments
    )


def _tree_difference(old: LogicalLine, new: LogicalLine) -> str | None:
    """Compare the syntax trees of two lines; _UNKNOWN for a block's head, as it does not parse."""
    block = "if 1:\n" if old.indentation else ""
    before, after = block + old.source, block + new.source
    try:
        parse(before)
    except DoesNotParse:
        return _UNKNOWN
    try:
        return None if is_same_program(before, after) else CHANGED_PROGRAM_REASON
    except DoesNotParse:
        return BROKEN_SYNTAX_REASON
