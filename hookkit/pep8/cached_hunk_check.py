"""A check whether hunks keep the program that remembers its results for each logical line.

A check of a text with some of its hunks takes time by the length of the text, and a search checks
often. What a hunk does within a logical line whose place and rows stay does not depend on the other
hunks: it is checked once. All others are checked together.
"""

from __future__ import annotations

import tokenize
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from hookkit.pep8.hunks import Hunk
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, line_at, read_lines
from hookkit.pep8.safety import BREAKS_SYNTAX, CHANGES_PROGRAM
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse

MAX_UNCACHED_HUNKS = 4
"""With more hunks results are remembered; so few are always checked together."""

HunkCheck = Callable[[Sequence[Hunk]], str | None]
"""Says why some hunks of a text do not keep its program, None where they do."""


def cached_check(lines: Sequence[bytes], hunks: Sequence[Hunk], check: HunkCheck) -> HunkCheck:
    """Give a check of some of ``hunks`` that calls ``check`` at most once for the same ones.

    The lines are those of a program, in UTF-8 and ended by a line feed. Whether hunks keep it is
    what ``check`` says; of several reasons why not, another one may be given.
    """
    logical = read_lines(b"".join(lines).decode()) if len(hunks) > MAX_UNCACHED_HUNKS else None
    if logical is None:
        return check
    known: dict[tuple[Hunk, ...], str | None] = {}
    within = _lines_of(logical, lines, hunks)

    def checked(chosen: Sequence[Hunk]) -> str | None:
        groups: dict[int | None, list[Hunk]] = defaultdict(list)
        for hunk in chosen:
            groups[within.get(hunk)].append(hunk)
        reasons = (check_group(number, tuple(some)) for number, some in groups.items())
        return next((each for each in reasons if each is not None), None)

    def check_group(number: int | None, some: tuple[Hunk, ...]) -> str | None:
        if some not in known:
            found = _ASK if number is None else _check_within_line(logical, number, some)
            known[some] = check(some) if found == _ASK else found
        return known[some]

    return checked


_ASK = "ask"


def _lines_of(
    logical: LogicalLines, lines: Sequence[bytes], hunks: Sequence[Hunk]
) -> dict[Hunk, int]:
    """Give the number of the logical line of each hunk that changes no other line.

    Hunks of a line that another hunk also changes are left out too.
    """
    found: dict[Hunk, int] = {}
    shared: set[int] = set()
    for hunk in hunks:
        first = bisect_right(logical.starts, hunk.start) - 1
        last = bisect_right(logical.starts, max(hunk.end - 1, hunk.start)) - 1
        is_one = first == last and hunk.growth == 0 and hunk.end == hunk.start + 1
        is_first = hunk.start == logical.starts[first]
        if is_one and not (is_first and _indent(lines[hunk.start]) != _indent(hunk.lines[0])):
            found[hunk] = first
        else:
            # A line inserted between two others may belong to the one above as well.
            shared.update(range(max(first - 1, 0), last + 1))
    return {hunk: number for hunk, number in found.items() if number not in shared}


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _check_within_line(logical: LogicalLines, number: int, hunks: Sequence[Hunk]) -> str | None:
    """Check hunks by their logical line alone; _ASK where that is not enough to know."""
    line, start = logical.lines[number], logical.starts[number]
    rows = [*line.rows]
    for hunk in hunks:
        rows[hunk.start - start] = hunk.lines[0].decode()
    if rows[0].lstrip().startswith("#!") or "\\\n" in "".join(rows):
        return _ASK
    try:
        new = line_at(rows, 0)
    except (SyntaxError, tokenize.TokenError):
        return _ASK
    if not _is_alike(line, new):
        return _ASK
    if line.signature != new.signature:
        return _tree_difference(line, new)
    return None


def _is_alike(old: LogicalLine, new: LogicalLine) -> bool:
    """Whether two logical lines have the same place, rows and comments."""
    return (
        (old.height, old.is_code, old.indentation) == (new.height, new.is_code, new.indentation)
        and len(old.landmarks) == len(new.landmarks)
        and old.comments == new.comments
    )


def _tree_difference(old: LogicalLine, new: LogicalLine) -> str | None:
    """Compare the syntax trees of two lines; the head of a block alone does not parse."""
    above = "if 1:\n" if old.indentation else ""
    before, after = above + old.source, above + new.source
    try:
        parse(before)
    except DoesNotParse:
        return _ASK
    try:
        return None if is_same_program(before, after) else CHANGES_PROGRAM
    except DoesNotParse:
        return BREAKS_SYNTAX
