"""A cache for flake8 of the findings in each logical line, for many versions of files.

The contents of a debt log are versions of the same files, and share nearly all of their lines.
flake8 tokenizes each content, twice if it finds something, and runs the checks of pycodestyle on
each line. Here ``pep8.logical_lines`` reads a content, and looks up the lines that it has read
before. The cache has for each line flake8's findings and the state of flake8's ``FileProcessor``
after the line. The key is all the input of the checks: the rows of the line, the state before it,
and the options. For a new key flake8's own steps are run on the line. The checks of the syntax tree
run as usual.

Some checks of pycodestyle see the file itself as well (``lines``, ``line_number``, ``total_lines``,
the rows of tokens): trailing_blank_lines in its last line; maximum_line_length, maximum_doc_length
and whitespace_before_comment in its first one; and blank_lines at a definition, unless the blank
lines above it decide (``_may_depend_on_other_lines``). Findings there are not cached. This was read
in the source of the versions that are named here and in
``pep8.installed_checks_and_fixers``. With other versions, with further plugins that check
lines, and for a text that cannot be read line by line, flake8 does everything itself.
tests/debt_log/test_flake8_with_line_cache.py compares the cached findings with flake8's own.
"""

from __future__ import annotations

import gc
import sys
import tokenize
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import flake8
import pycodestyle
from flake8 import checker, processor
from flake8.main.cli import main
from flake8.plugins.pycodestyle import pycodestyle_logical, pycodestyle_physical

from hookkit.pep8.installed_checks_and_fixers import KNOWN_PYCODESTYLE_VERSIONS
from hookkit.pep8.logical_line import LogicalLine
from hookkit.pep8.logical_lines import LogicalLines, read_logical_lines
from hookkit.pep8.noqa import joined_rows

KNOWN_FLAKE8_VERSIONS = ("7.1.", "7.2.", "7.3.", "7.4.", "7.5.")
"""The versions of flake8 whose source was read."""

GC_THRESHOLD = 500_000
"""Threshold of the garbage collector, in new objects: some 30 contents make as many."""


class _State(NamedTuple):
    """The state of a FileProcessor after some lines; ``checkers`` is the state of the checks."""

    blank_before: int
    blank_lines: int
    indent_level: int
    logical_line: str
    previous_indent_level: int
    previous_logical: str
    previous_unindented_logical_line: str
    checkers: tuple[tuple[str, tuple[tuple[str, object], ...]], ...]


class _LineResult(NamedTuple):
    """The findings in a line, and the state after it.

    A finding is its code, its row relative to the first row of the line, its column and its text.
    """

    findings: list[tuple[str, int, int, str]]
    state_after: _State


class LineProcessor(processor.FileProcessor):  # type: ignore[misc]  # flake8 is not typed
    """A FileProcessor with the logical lines of its file."""

    @cached_property
    def logical_lines(self) -> LogicalLines | None:
        """Give the file as logical lines, None if it cannot be read line by line."""
        return read_logical_lines("".join(self.lines))

    def noqa_line_for(self, line_number: int) -> str | None:
        """Give the rows in which flake8 searches for a ``# noqa`` for a row."""
        if self.logical_lines is None:
            found: str | None = super().noqa_line_for(line_number)
            return found
        index = bisect_right(self.logical_lines.start_rows, line_number - 1) - 1
        if not 0 <= index < len(self.logical_lines.lines):
            return None
        line = self.logical_lines.lines[index]
        if line.row_count == 1:
            return line.rows[0]
        offset = self.logical_lines.start_rows[index] + 1 - line.first_token_row
        runs = joined_rows(line.tokens, offset)
        first, last = next(each for each in runs if each[1] >= line_number)
        return "".join(self.lines[first - 1 : last])

    @property
    def state(self) -> _State:
        """Give the state after the lines above."""
        kept = self._checker_states.items()
        checkers = tuple((name, tuple(values.items())) for name, values in kept)
        return _State._make([*(getattr(self, name) for name in _State._fields[:-1]), checkers])

    def restore(self, state: _State) -> None:
        """Set the state to ``state``, which was saved after other lines."""
        for name, value in zip(_State._fields[:-1], state, strict=False):
            setattr(self, name, value)
        self._checker_states = {name: dict(values) for name, values in state.checkers}


class LineChecker(checker.FileChecker):  # type: ignore[misc]
    """A FileChecker that caches the findings of each line."""

    processor: LineProcessor | None

    def process_tokens(self) -> None:
        """Process the tokens as FileChecker does, line by line."""
        file_processor = self.processor
        assert file_processor is not None
        logical = file_processor.logical_lines if self._has_known_checks() else None
        if logical is None:
            super().process_tokens()
            return
        options = (
            file_processor.hang_closing,
            file_processor.indent_size,
            file_processor.max_doc_length,
            file_processor.max_line_length,
        )
        indented = (row for row, line in enumerate(file_processor.lines) if line[0] in " \t")
        first_indented, state, row = (
            next(indented, file_processor.total_lines),
            file_processor.state,
            0,
        )
        for line, indent_change in zip(logical.lines, logical.indent_changes, strict=True):
            end = row + line.row_count
            if file_processor.indent_char is None and end > first_indented:
                file_processor.indent_char = file_processor.lines[first_indented][0]
            key = state, indent_change, file_processor.indent_char, options
            is_inside = row > 0 and end < file_processor.total_lines
            result: _LineResult | None = line.cached_results.get(key) if is_inside else None
            if result is not None:
                self._report(result, row)
            else:
                result = self._check_line(line, indent_change, row, state)
                if is_inside and not _may_depend_on_other_lines(state, file_processor):
                    line.cached_results[key] = result
            state, row = result.state_after, end

    def _has_known_checks(self) -> bool:
        plugins = chain(self.plugins.logical_line, self.plugins.physical_line)
        known = [pycodestyle_logical, pycodestyle_physical]
        # With --verbose a check of pycodestyle prints.
        return [each.obj for each in plugins] == known and not self.options.verbose

    def _report(self, known: _LineResult, row: int) -> None:
        for code, relative_row, column, text in known.findings:
            self.report(code, row + relative_row, column, text)

    def _check_line(
        self, line: LogicalLine, indent_change: int, row: int, state: _State
    ) -> _LineResult:
        """Run flake8's checks on a line, and give the result."""
        file_processor: Any = self.processor
        file_processor.restore(state)
        file_processor.generate_tokens = lambda: _tokens(file_processor, line, indent_change, row)
        start = len(self.results)
        super().process_tokens()
        found = [
            (code, found_row - row, *rest) for code, found_row, *rest, _ in self.results[start:]
        ]
        return _LineResult(found, file_processor.state)


def _tokens(
    file_processor: LineProcessor, line: LogicalLine, indent_change: int, row: int
) -> Iterator[tokenize.TokenInfo]:
    """Give the tokens of a line that begins at ``row`` (from 0), as ``generate_tokens`` does."""
    offset = row + 1 - line.first_token_row
    for token in (*line.block_tokens(indent_change), *line.tokens):
        (start, column), (end, end_column) = token.start, token.end
        moved = token._replace(start=(start + offset, column), end=(end + offset, end_column))
        file_processor.line_number = end + offset
        file_processor.tokens.append(moved)
        yield moved


def _may_depend_on_other_lines(before: _State, file_processor: LineProcessor) -> bool:
    """Whether the check blank_lines may have read other lines than the one just checked."""
    if not pycodestyle.STARTSWITH_TOP_LEVEL_REGEX.match(file_processor.logical_line):
        return False
    if before.previous_logical.startswith("@"):
        return False
    blank = max(before.blank_before, before.blank_lines)
    is_decided_by_blank_lines = blank == pycodestyle.BLANK_LINES_CONFIG["method"]
    return not is_decided_by_blank_lines and (not blank or file_processor.indent_level > 0)


def run() -> int:
    """Run flake8 with the arguments of the process, and give its exit status."""
    is_known = flake8.__version__.startswith(KNOWN_FLAKE8_VERSIONS)
    if is_known and pycodestyle.__version__.startswith(KNOWN_PYCODESTYLE_VERSIONS):
        modules: Any = sys.modules
        modules["flake8.processor"].FileProcessor = LineProcessor
        modules["flake8.checker"].FileChecker = LineChecker
    gc.set_threshold(GC_THRESHOLD, 10, 10)
    return int(main())
