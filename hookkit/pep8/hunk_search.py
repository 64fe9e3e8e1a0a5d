"""Which of many hunks keep the program, asked of each logical line by itself.

To ask of a text with some of its hunks costs as much as the text is long, and a search asks often.
What a hunk does within a logical line whose place and rows stay is the same whatever the others do:
it is found out once. All others are asked together.
"""

from __future__ import annotations

import tokenize
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from hookkit.pep8.hunks import Hunk
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import Reading, line_at, read
from hookkit.pep8.safety import BREAKS_SYNTAX, CHANGES_PROGRAM
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse

MANY = 4
"""Hunks from which on they are told apart; fewer are asked together, as often as it takes."""

Judge = Callable[[Sequence[Hunk]], str | None]
"""Says why some hunks of a text do not keep its program, None where they do."""


def judge_of(lines: Sequence[bytes], hunks: Sequence[Hunk], judge: Judge) -> Judge:
    """Give a judge of some of ``hunks`` that asks ``judge`` no more than once of any of them.

    The lines are those of a program, in UTF-8 and ended by a line feed. Whether hunks keep it is
    what ``judge`` says; of several reasons why not, another one may be given.
    """
    reading = read(b"".join(lines).decode()) if len(hunks) > MANY else None
    if reading is None:
        return judge
    known: dict[tuple[Hunk, ...], str | None] = {}
    within = _lines_of(reading, lines, hunks)

    def judged(chosen: Sequence[Hunk]) -> str | None:
        groups: dict[int | None, list[Hunk]] = defaultdict(list)
        for hunk in chosen:
            groups[within.get(hunk)].append(hunk)
        reasons = (judged_within(number, tuple(some)) for number, some in groups.items())
        return next((each for each in reasons if each is not None), None)

    def judged_within(number: int | None, some: tuple[Hunk, ...]) -> str | None:
        if some not in known:
            found = _ASK if number is None else _judge_within(reading, number, some)
            known[some] = judge(some) if found == _ASK else found
        return known[some]

    return judged


_ASK = "ask"


def _lines_of(
    reading: Reading, lines: Sequence[bytes], hunks: Sequence[Hunk]
) -> dict[Hunk, int]:
    """Give the number of the logical line that each hunk is within, but for those of no one line.

    Hunks of a line that another hunk has a part in are not given either.
    """
    found: dict[Hunk, int] = {}
    shared: set[int] = set()
    for hunk in hunks:
        first = bisect_right(reading.starts, hunk.start) - 1
        last = bisect_right(reading.starts, max(hunk.end - 1, hunk.start)) - 1
        is_one = first == last and hunk.growth == 0 and hunk.end == hunk.start + 1
        is_first = hunk.start == reading.starts[first]
        if is_one and not (is_first and _indent(lines[hunk.start]) != _indent(hunk.lines[0])):
            found[hunk] = first
        else:
            # What is put between two lines may belong to the one above as well.
            shared.update(range(max(first - 1, 0), last + 1))
    return {hunk: number for hunk, number in found.items() if number not in shared}


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip())]


def _judge_within(reading: Reading, number: int, hunks: Sequence[Hunk]) -> str | None:
    """Judge hunks of a logical line by it alone, where that can be."""
    line, start = reading.lines[number], reading.starts[number]
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
    """Compare the trees of two lines; what begins or goes on with a block is no program."""
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
