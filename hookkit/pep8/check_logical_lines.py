"""Check the logical lines of a text by pycodestyle, each once, without needless checks.

The results of a logical line depend only on its source and a few other values, and are cached with
the line; only the checks that depend on the lines before run each time.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable
from functools import cache
from operator import itemgetter

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.installed_checks_and_fixers import (
    INDENT_SIZE,
    PycodestyleCheck,
    has_known_versions,
    pycodestyle_checks,
)
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines
from hookkit.pep8.pycodestyle_prefilters import (
    PHYSICAL_CHECKS,
    PREFILTERS,
    STATEFUL_CHECKS,
    LineToCheck,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PycodestyleResult(NamedTuple):
    """A result of pycodestyle: line (1-based), offset (0-based), code, text, name of the check."""

    line: int
    offset: int
    code: str
    text: str
    check: str


class LineResults(NamedTuple):
    """The results of a logical line, with rows that count from its first row (0).

    ``results`` has the results of the checks that need only this line: number of the check, row,
    offset and text. ``start`` is the row and column at which the code or comment of the line
    begins. The last three fields are for the checks of the following lines.
    """

    normalized_code: str
    noqa: Any
    indent_level: int
    start: tuple[int, int]
    results: tuple[tuple[int, int, int, str], ...]
    is_definition: bool
    is_import: bool
    ends_with_colon: bool


def _line_results(
    normalized_code: str,
    noqa: Any,
    indent_level: int,
    start: tuple[int, int],
    results: tuple[tuple[int, int, int, str], ...],
) -> LineResults:
    is_definition = normalized_code.startswith(("def", "class", "async", "@"))
    is_import = normalized_code.startswith(("import ", "from ", "lazy "))
    ends_with_colon = normalized_code.endswith(":")
    return LineResults(
        normalized_code,
        noqa,
        indent_level,
        start,
        results,
        is_definition,
        is_import,
        ends_with_colon,
    )


_NO_PREVIOUS_LINE = LineResults("", False, 0, (0, 0), (), False, False, False)


@cache
def has_known_checks() -> bool:
    """Whether it is known of all checks of the installed pycodestyle what they depend on."""
    if not has_known_versions():  # another version may keep its checks elsewhere
        return False
    logical_names = {each.name for each in pycodestyle_checks("logical_line")}
    physical_names = {each.name for each in pycodestyle_checks("physical_line")}
    return (
        logical_names <= PREFILTERS.keys() | STATEFUL_CHECKS and physical_names <= PHYSICAL_CHECKS
    )


def check_lines(
    logical_lines: LogicalLines, max_line_length: int, hang_closing: bool
) -> list[PycodestyleResult]:
    """Give the results of all checks for a text. Raises whatever a check raises."""
    checker = make_checker(logical_lines, max_line_length, hang_closing)
    checker.check_lines()
    results: list[PycodestyleResult] = checker.results
    return results


def make_checker(logical_lines: LogicalLines, max_line_length: int, hang_closing: bool) -> Any:
    """Give a new checker, an instance of a subclass of pycodestyle's Checker."""
    return _checker_class()(logical_lines, max_line_length, hang_closing)


@cache
def _checker_class() -> Any:
    """Give the checker class, which cannot be defined before pycodestyle is imported."""
    import pycodestyle

    line_checks = [
        (n, each)
        for n, each in enumerate(pycodestyle_checks("logical_line"))
        if each.name in PREFILTERS
    ]
    stateful_checks = {
        each.name: (n, each)
        for n, each in enumerate(pycodestyle_checks("logical_line"))
        if each.name in STATEFUL_CHECKS
    }
    names = [each.name for each in pycodestyle_checks("logical_line")]

    class Checker(pycodestyle.Checker):  # type: ignore[misc]  # pycodestyle is not typed
        def __init__(
            self, logical_lines: LogicalLines, max_line_length: int, hang_closing: bool
        ) -> None:
            # super().__init__ is not called, because it reads options and the file.
            self.logical_lines, self.lines = logical_lines, logical_lines.rows
            self.max_line_length, self.hang_closing = max_line_length, hang_closing
            self.max_doc_length, self.indent_size, self.verbose = None, INDENT_SIZE, 0
            self._physical_checks = [each[:3] for each in pycodestyle_checks("physical_line")]
            self.report_error = self.add_result
            self.results: list[PycodestyleResult] = []
            self.raw_results: list[tuple[int, int, str, str, str]] = []
            self.total_lines = len(self.lines)
            # pycodestyle also counts a no-break space as indentation.
            indented_rows = (row for row, line in enumerate(self.lines) if line[0] in " \t\xa0")
            self.first_indented = next(indented_rows, self.total_lines)
            self.indent_char: str | None = None
            self.previous_indent_level = 0
            self.previous_logical = self.previous_unindented_logical_line = ""
            self.previous = _NO_PREVIOUS_LINE
            self.blank_lines = self.blank_before = 0
            self.fstring_start = self.tstring_start = 0
            self.multiline = False
            self.noqa: Any = False
            self._checker_states: dict[str, Any] = {}
            self.has_code = False

        def add_result(
            self, line: int, offset: int, text: str, check: Callable[..., object]
        ) -> None:
            self.raw_results.append((line, offset, text[:4], text, check.__name__))

        def check_lines(self) -> None:
            """Do what ``check_all`` does, for logical lines."""
            row = 0
            for line, indent_change in zip(
                self.logical_lines.lines, self.logical_lines.indent_changes, strict=True
            ):
                end = row + line.row_count
                if self.indent_char is None and end > self.first_indented:
                    # The first indentation in the file sets the character for all of it.
                    self.indent_char = self.lines[self.first_indented][0]
                is_clean = line.has_clean_whitespace and line.width <= self.max_line_length
                if not (
                    is_clean and (self.indent_char == " " or not line.has_row_with_space_first)
                ):
                    self.check_rows(line, row, end == self.total_lines)
                elif end == self.total_lines:
                    self.check_rows(line, row, True)
                if line.is_blank:
                    self.blank_lines += 1
                else:
                    self.check_line(line, indent_change, row)
                    if line.is_code:
                        self.blank_before = 0
                row = end

        def check_rows(self, line: LogicalLine, row: int, is_last: bool) -> None:
            """Check the physical lines of a logical line."""
            key = ("rows", self.indent_char, self.max_line_length)
            cached = None if is_last else line.cached_results.get(key)
            if cached is None:
                cached = self.row_results(line, row if is_last else None), self.indent_char
                if not is_last:
                    line.cached_results[key] = cached
            found, self.indent_char = cached
            self.results += [PycodestyleResult(row + 1 + offset, *rest) for offset, *rest in found]

        def row_results(self, line: LogicalLine, row: int | None) -> list[tuple[Any, ...]]:
            """Give the results of the physical lines; ``row`` is None before the last line."""
            first_token_row, tokens = line.first_token_row, line.tokens
            rows, total = self.lines, self.total_lines
            if row is None:
                self.lines = ["\n"] * (first_token_row - 1) + list(line.rows)
                self.total_lines = total + 2
                shift = 0
            else:
                shift = row + 1 - first_token_row
            self.raw_results, previous = [], ""
            for token in tokens:
                (start, column), (end, end_column) = token.start, token.end
                self.line_number = end + shift
                self.noqa = token.line and pycodestyle.noqa(token.line)
                moved = token._replace(start=(start + shift, column), end=(end + shift, end_column))
                self.maybe_check_physical(moved if shift else token, previous)
                previous = token.line
            self.lines, self.total_lines = rows, total
            return [(number - shift - first_token_row, *rest) for number, *rest in self.raw_results]

        def check_line(self, line: LogicalLine, indent_change: int, row: int) -> None:
            """Check a logical line."""
            is_faultless = line.recognized_code is not None
            key = () if is_faultless else (indent_change, self.indent_char, self.hang_closing)
            cached = line.cached_results.get(key)
            if cached is None:
                cached = line.cached_results[key] = self.line_results(line, indent_change)
            if self.blank_before < self.blank_lines:
                self.blank_before = self.blank_lines
            found = [*cached.results]
            self.line_number = row + line.row_count
            for name in self.needed_stateful_checks(cached):
                found += self.stateful_results(name, cached)
            if len(found) > len(cached.results):
                found.sort(key=_first_item)
            for number, found_row, offset, text in found:
                self.results.append(
                    PycodestyleResult(row + 1 + found_row, offset, text[:4], text, names[number])
                )
            if cached.normalized_code:
                self.previous, self.previous_logical = cached, cached.normalized_code
                self.previous_indent_level = cached.indent_level
                if not cached.indent_level:
                    self.previous_unindented_logical_line = cached.normalized_code
            self.blank_lines = 0

        def needed_stateful_checks(self, line: LineResults) -> list[str]:
            """Give the stateful checks that may find something, in any order."""
            names, level, previous_level = [], line.indent_level, self.previous_indent_level
            if self.previous.ends_with_colon:
                is_expected = previous_level < level <= previous_level + INDENT_SIZE
            else:
                is_expected = level <= previous_level
            if level % INDENT_SIZE or not is_expected:
                names.append("indentation")
            blank = self.blank_lines
            is_after_block = not level and self.blank_before != 2 and line.normalized_code
            if line.is_definition or blank > 1 or self.previous.is_definition or is_after_block:
                names.append("blank_lines")
            if self.previous.is_definition and blank or line.is_definition and level:
                names.append("extended_blank_lines")
            if not level and line.normalized_code and (line.is_import or not self.has_code):
                names.append("module_imports_on_top_of_file")
            return names

        def stateful_results(self, name: str, line: LineResults) -> list[tuple[int, int, int, str]]:
            number, check = stateful_checks[name]
            self.logical_line, self.noqa, self.indent_level = line[:3]
            self.init_checker_state(name, check.parameter_names)
            found = self.run_check(check.function, check.parameter_names)
            row, column = line.start
            # All stateful checks report the place where the line begins.
            results = [(number, row, column + offset, text) for offset, text in found or ()]
            state = self._checker_states.get("module_imports_on_top_of_file", {})
            self.has_code = state.get("seen_non_imports", False)
            return results

        def line_results(self, line: LogicalLine, indent_change: int) -> LineResults:
            """Give the results that need only this logical line."""
            if line.recognized_code is not None:
                column = len(line.rows[0]) - len(line.rows[0].lstrip(" "))
                return _line_results(line.recognized_code, False, column, (0, column), ())
            rows, first_token_row = self.lines, line.first_token_row
            self.tokens = [*line.block_tokens(indent_change), *line.tokens]
            self.lines = ["\n"] * (first_token_row - 1) + list(line.rows)
            mapping = self.build_tokens_line()
            self.lines = rows
            row, column = mapping[0][1]
            self.indent_level = pycodestyle.expand_indent(line.rows[row - first_token_row][:column])
            normalized_code = self.logical_line
            line_text = LineToCheck(normalized_code, line.source, line.row_count)
            found: list[tuple[int, int, int, str]] = []
            for number, check in line_checks:
                if PREFILTERS[check.name](line_text):
                    found += self.located_results(number, check, mapping, first_token_row)
            start = row - first_token_row, column
            return _line_results(normalized_code, self.noqa, self.indent_level, start, tuple(found))

        def located_results(
            self, number: int, check: PycodestyleCheck, mapping: list[Any], first_token_row: int
        ) -> list[tuple[int, int, int, str]]:
            """Give the results of a check, with rows counted from the first row of the line."""
            results = []
            for position, text in self.run_check(check.function, check.parameter_names) or ():
                if isinstance(position, tuple):
                    row, offset = position
                else:
                    index = bisect.bisect_left(mapping, position, key=_first_item)
                    start_offset, (row, column) = mapping[index]
                    offset = column + position - start_offset
                results.append((number, row - first_token_row, offset, text))
            return results

    return Checker


_first_item = itemgetter(0)
