"""Whether two texts that were read line by line have the same syntax tree.

The tokens of each line of code and its block level determine the tree. If these are equal, nothing
is parsed; if they differ, only the statements around the differences are parsed.
"""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines
from hookkit.pep8.syntax_tree import DoesNotParse, is_same_program, parse


def is_same_program_by_lines(old: LogicalLines, new: LogicalLines) -> bool:
    """Whether two programs have the same syntax tree; a split ``import a, b`` counts as the same.

    ``old`` must parse. Raises DoesNotParse if ``new`` does not.
    """
    if len(old.code_lines) == len(new.code_lines) and all(
        map(_is_same_line, old.code_lines, new.code_lines)
    ):
        return True
    before, after = _differing_statements(old, new)
    text = before.text
    try:
        parse(text)
    except DoesNotParse:  # the split was within a statement
        return is_same_program("".join(old.rows), "".join(new.rows))
    return is_same_program(text, after.text)


def _is_same_line(old: tuple[int, LogicalLine], new: tuple[int, LogicalLine]) -> bool:
    (level, line), (new_level, new_line) = old, new
    return level == new_level and (line is new_line or line.code_tokens == new_line.code_tokens)


class _CodeRange(NamedTuple):
    """Consecutive lines of code of a text, by their indexes in ``LogicalLines.code_lines``."""

    logical_lines: LogicalLines
    start: int
    end: int
    level: int

    @property
    def text(self) -> str:
        """The lines as a program."""
        if self.start == self.end:
            return ""
        starts, (_, last) = (
            self.logical_lines.code_start_rows,
            self.logical_lines.code_lines[self.end - 1],
        )
        rows = self.logical_lines.rows[starts[self.start] : starts[self.end - 1] + last.row_count]
        return "".join(["if 1:\n", *rows] if self.level else rows)


def _differing_statements(old: LogicalLines, new: LogicalLines) -> tuple[_CodeRange, _CodeRange]:
    """Give, for both texts, the whole statements around all their differences."""
    before, after = old.code_lines, new.code_lines
    shorter = min(len(before), len(after))
    first = 0
    while first < shorter and _is_same_line(before[first], after[first]):
        first += 1
    common_at_end = 0
    while common_at_end < shorter - first and _is_same_line(
        before[-1 - common_at_end], after[-1 - common_at_end]
    ):
        common_at_end += 1
    end, new_end = len(before) - common_at_end, len(after) - common_at_end
    level = min(each[0] for each in (*before[first:end], *after[first:new_end]))
    start = first
    while start and not (
        _begins_statement(old, start, level) and _begins_statement(new, start, level)
    ):
        start -= 1
    for texts in (before, after):
        if start < len(texts):
            level = min(level, texts[start][0])
    while end < len(before) and _continues_statement(old, end, level):
        end, new_end = end + 1, new_end + 1
    return _CodeRange(old, start, end, level), _CodeRange(new, start, new_end, level)


def _begins_statement(logical_lines: LogicalLines, number: int, level: int) -> bool:
    """Whether a line of code begins a statement of at most this level."""
    if number == len(logical_lines.code_lines):
        return True
    line_level, line = logical_lines.code_lines[number]
    return (
        line_level <= level
        and not line.is_later_clause
        and not _is_decorated(logical_lines, number)
    )


def _is_decorated(logical_lines: LogicalLines, number: int) -> bool:
    return number > 0 and logical_lines.code_lines[number - 1][1].rows[0].lstrip().startswith("@")


def _continues_statement(logical_lines: LogicalLines, number: int, level: int) -> bool:
    """Whether a line of code belongs to the statement above it that has this level."""
    line_level, line = logical_lines.code_lines[number]
    return line_level > level or (
        line_level == level and (line.is_later_clause or _is_decorated(logical_lines, number))
    )
