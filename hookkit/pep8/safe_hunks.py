"""The hunks of a fixed program that may be taken: all hunks, else as many as can be proved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.cached_program_check import ProgramCheck, cached_program_check
from hookkit.pep8.hunks import Hunk, apply_hunks, diff
from hookkit.pep8.program_difference import BROKEN_SYNTAX_REASON, program_difference
from hookkit.pep8.syntax_tree import DoesNotParse, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ast import Module


class WithheldHunk(NamedTuple):
    """A hunk that is not taken, and the reason."""

    hunk: Hunk
    reason: str


class SafeHunks(NamedTuple):
    """The hunks that may be taken, in order, and the withheld hunks."""

    safe: tuple[Hunk, ...]
    withheld: tuple[WithheldHunk, ...]


def take_safe_hunks(before: Sequence[bytes], after: Sequence[bytes]) -> SafeHunks:
    r"""Choose the hunks between two texts that keep the program.

    Both texts are lines in UTF-8 that end with ``\n``. If all hunks together do not pass, each
    top-level statement is checked alone, and if a statement fails, parts of its hunks. Raises
    DoesNotParse if ``before`` is not Python.
    """
    hunks = diff(before, after)
    if _withholding_reason(before, hunks) is None:
        return SafeHunks(tuple(hunks), ())
    safe: list[Hunk] = []
    withheld: list[WithheldHunk] = []
    for statements in _aligned_statements(before, after):
        chosen = _take_safe_hunks_of(before, after, statements)
        safe += chosen.safe
        withheld += chosen.withheld
    # Each statement was checked alone, so the file is also checked as a whole.
    reason = _withholding_reason(before, safe)
    if reason is not None:
        return SafeHunks((), (*withheld, *(WithheldHunk(hunk, reason) for hunk in safe)))
    return SafeHunks(tuple(safe), tuple(withheld))


_CUT_IMPORTS = (
    re.compile(rb"\s*(?:import|from)\b.*\\\s*$"),
    re.compile(rb"\s*(?:from\b.*\s)?import\s*\\\s*$"),
)
"""An import that continues after a backslash, and one with no name before the backslash."""


def _withholding_reason(lines: Sequence[bytes], hunks: Sequence[Hunk]) -> str | None:
    if any(_splits_import(lines, hunk) for hunk in hunks):
        return "it would cut an import by a backslash"
    return program_difference(
        b"".join(lines).decode(), b"".join(apply_hunks(lines, hunks)).decode()
    )


def _splits_import(lines: Sequence[bytes], hunk: Hunk) -> bool:
    """Whether a hunk has more _CUT_IMPORTS than the lines that it replaces."""
    return any(
        sum(bool(pattern.match(line)) for line in hunk.lines)
        > sum(bool(pattern.match(line)) for line in lines[hunk.start : hunk.end])
        for pattern in _CUT_IMPORTS
    )


def _aligned_statements(before: Sequence[bytes], after: Sequence[bytes]) -> list[AlignedStatements]:
    old = parse(b"".join(before).decode())
    try:
        new = parse(b"".join(after).decode())
    except DoesNotParse:
        return [AlignedStatements(0, len(before), 0, len(after))]
    return align_statements(old, new, len(before), len(after))


def _take_safe_hunks_of(
    before: Sequence[bytes], after: Sequence[bytes], statements: AlignedStatements
) -> SafeHunks:
    lines = before[statements.start : statements.end]
    whole_hunks = diff(lines, after[statements.new_start : statements.new_end])
    if _withholding_reason(lines, whole_hunks) is None:
        return SafeHunks(tuple(_shifted(hunk, statements.start) for hunk in whole_hunks), ())
    hunks = [(line, hunk) for hunk in whole_hunks for line in _split_by_line(hunk)]

    check = cached_program_check(
        lines, [line for line, _ in hunks], partial(_withholding_reason, lines)
    )

    def keeps_program(chosen: Sequence[int]) -> bool:
        return check([hunks[index][0] for index in chosen]) is None

    accepted = set(bisect_accepted_indexes(len(hunks), keeps_program))
    return SafeHunks(
        tuple(_shifted(hunks[index][0], statements.start) for index in sorted(accepted)),
        tuple(
            WithheldHunk(
                _shifted(line, statements.start),
                _line_withholding_reason(lines, check, line, hunk, whole_hunks),
            )
            for index, (line, hunk) in enumerate(hunks)
            if index not in accepted
        ),
    )


def _line_withholding_reason(
    lines: Sequence[bytes], check: ProgramCheck, line: Hunk, hunk: Hunk, whole_hunks: Sequence[Hunk]
) -> str:
    """Give the reason why a whole hunk is withheld, else why its line alone is withheld."""
    reason = check([hunk]) or check([line]) or "it needs a fix that is withheld"
    # A part of a reindented block breaks the syntax: the reason against all hunks tells more.
    return (
        (_withholding_reason(lines, whole_hunks) or reason)
        if reason == BROKEN_SYNTAX_REASON
        else reason
    )


def _shifted(hunk: Hunk, shift: int) -> Hunk:
    return Hunk(hunk.start + shift, hunk.end + shift, hunk.lines)


def _split_by_line(hunk: Hunk) -> Iterator[Hunk]:
    """Divide a hunk that replaces each line by one line; any other hunk is yielded whole."""
    if hunk.growth != 0:
        yield hunk
        return
    for number, line in enumerate(hunk.lines):
        yield Hunk(hunk.start + number, hunk.start + number + 1, (line,))


class AlignedStatements(NamedTuple):
    """The same statements in both texts: ``start`` to ``end`` and ``new_start`` to ``new_end``.

    Lines are 0-based, the end excluded. Lines between two statements belong to the second.
    """

    start: int
    end: int
    new_start: int
    new_end: int


class _Statement(NamedTuple):
    """A statement: its tree, the line after it, and whether a text may be split at this line."""

    tree: str
    end: int
    can_split_after: bool


def _statements(tree: Module) -> Iterator[_Statement]:
    import ast  # here, because it is only needed if a hunk is withheld

    for statement, following in zip_longest(tree.body, tree.body[1:]):
        end = statement.end_lineno or statement.lineno
        can_split_after = following is None or following.lineno > end
        if isinstance(statement, ast.Import):  # a split import counts as the same import
            *first, last = statement.names
            yield from (_Statement(ast.dump(name), end, False) for name in first)
            yield _Statement(ast.dump(last), end, can_split_after)
        else:
            yield _Statement(ast.dump(statement), end, can_split_after)


def align_statements(
    before: Module, after: Module, line_count: int, new_line_count: int
) -> list[AlignedStatements]:
    """Split two texts, given their line counts, at the ends of the statements that both have."""
    old, new = list(_statements(before)), list(_statements(after))
    old_trees, new_trees = [item.tree for item in old], [item.tree for item in new]
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old_trees, new_trees, autojunk=False)
    cuts = {
        (old[block.a + step].end, new[block.b + step].end)
        for block in matcher.get_matching_blocks()
        for step in range(-1, block.size)  # -1: also before the first statement
        if min(block.a, block.b) + step >= 0
        and old[block.a + step].can_split_after
        and new[block.b + step].can_split_after
    }
    bounds = [(0, 0), *sorted(cuts), (line_count, new_line_count)]
    return [
        AlignedStatements(start, end, new_start, new_end)
        for (start, new_start), (end, new_end) in zip(bounds, bounds[1:], strict=False)
    ]


def bisect_accepted_indexes(count: int, accepts: Callable[[Sequence[int]], bool]) -> list[int]:
    """Choose from ``range(count)`` a large subset for which ``accepts`` is true, by bisection.

    One bad member among n costs about 3·log2(n) calls, and only this member is left out.
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
