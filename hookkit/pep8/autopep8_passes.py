"""autopep8's passes over a text until nothing changes; each pass reads only changed lines.

autopep8 checks the whole file again after each round of fixes. Here each pass reads and checks only
the lines that the previous pass changed, and then calls autopep8's own fixers. An unknown version
of autopep8 runs its own loop over the fixers.
"""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, cached_property

from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.check_text import CheckOptions, check_text
from hookkit.pep8.fixable_pycodestyle_results import fixable_results
from hookkit.pep8.installed_checks_and_fixers import has_known_versions
from hookkit.pep8.logical_lines import has_tokenizer_error, read_logical_lines
from hookkit.pep8.noqa import is_indentation_silenced, unsilenced_results
from hookkit.pep8.reindent import reindent
from hookkit.pep8.tokens_and_comments import tokenize_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def fix_until_unchanged(text: str, options: Any) -> str:
    r"""Return the result of ``autopep8.fix_lines`` for a text; lines must end with ``\n``.

    An over-indented comment is moved in one round; autopep8 moves it by one column in each. If
    ``options.keeps_comments``, a comment after code gets its two spaces and keeps its text; if
    ``options.reads_noqa``, faults that a ``# noqa`` silences are not fixed.
    """
    import autopep8

    # autopep8's own cache of tokens has room for one text.
    autopep8.generate_tokens = tokenize_text
    is_silenced = options.reads_noqa and is_indentation_silenced(
        text, CheckOptions.from_autopep8(options)
    )
    fixed = text if is_silenced else reindent(text, options)
    seen: set[str] = set()
    long_line_ignore_cache: set[str] = set()
    while fixed not in seen and not 0 <= options.pep8_passes < len(seen):
        seen.add(fixed)
        fixed = _fixer_class()(fixed, options, long_line_ignore_cache).fix()
    return fixed


Position = tuple[int, int]
"""A row and a column, 0-based."""


@cache
def _fixer_class() -> Any:
    import autopep8
    import pycodestyle

    class Fixer(autopep8.FixPEP8):  # type: ignore[misc]  # autopep8 is not typed
        def __init__(self, text: str, options: Any, long_line_ignore_cache: set[str]) -> None:
            self.text = text
            self.logical_lines = read_logical_lines(text) if has_known_versions() else None
            # For a known version _prepare reads only what the fixers need.
            contents = "" if has_known_versions() else text
            super().__init__(
                "", options, contents=contents, long_line_ignore_cache=long_line_ignore_cache
            )
            # With a limited number of passes the result depends on each single pass.
            self.may_move_comment_at_once = options.pep8_passes < 0
            if getattr(options, "keeps_comments", False):
                # autopep8's fixer of E261 also fixes E262, which changes the comment.
                self.fix_e261 = self._put_two_spaces

        def fix(self) -> str:
            """Fix once what pycodestyle finds, as autopep8 does, but without its messages."""
            results: Sequence[PycodestyleResult] = check_text(
                self.text, CheckOptions.from_autopep8(self.options)
            )
            if self.options.reads_noqa:
                results = unsilenced_results(self.text, results)
            results = fixable_results(self.text, results, self.options.aggressive)
            if not results:
                return self.text
            self.lines_with_e303 = {each.line for each in results if each.code == "E303"}
            if has_known_versions():
                self._prepare(results)
                self._fix_all(results)
            else:
                self._fix_source([_autopep8_result(each) for each in results])
            return "".join(self.source)

        def _prepare(self, results: Sequence[PycodestyleResult]) -> None:
            """Set those attributes of autopep8's own __init__ that the fixers need."""
            self.source = io.StringIO(self.text).readlines()
            self.original_source = self.source[:]
            self.indent_word = self._indent_word()
            if any(each.code == "E402" for each in results):
                for number, line in enumerate(self.source):
                    if line.startswith(("import ", "from ")):
                        self.imports.setdefault(line, number)

        def _indent_word(self) -> str:
            if self.logical_lines is None:
                is_broken = has_tokenizer_error(self.text)
                return "    " if is_broken else str(autopep8._get_indentword(self.text))
            pairs = zip(self.logical_lines.lines, self.logical_lines.indent_changes, strict=True)
            words = (line.indentation for line, indent_change in pairs if indent_change > 0)
            return next(words, "    ")

        def _fix_all(self, results: Sequence[PycodestyleResult]) -> None:
            """Do the same as ``_fix_source``; a line is fixed only once in each pass."""
            fixed_lines: set[int] = set()
            for each in sorted(results, key=lambda each: _PRIORITIES.get(each.code, 10000)):
                fix = getattr(self, "fix_" + each.code.lower(), None)
                if fix is None or each.line in fixed_lines:
                    continue
                before = self.source[each.line - 1]
                result = _autopep8_result(each)
                if fix.__func__.__code__.co_argcount > 2:
                    logical_line = self._logical_line_of(each)
                    if logical_line and fixed_lines.intersection(
                        range(logical_line[0][0] + 1, logical_line[1][0] + 1)
                    ):
                        continue
                    if self._check_affected_anothers(result):
                        continue
                    changed = fix(result, logical_line)
                elif self._check_affected_anothers(result):
                    continue
                else:
                    changed = fix(result)
                if changed is None:
                    changed = [] if self.source[each.line - 1] == before else [each.line]
                fixed_lines.update(changed)

        def _logical_line_of(
            self, result: PycodestyleResult
        ) -> tuple[Position, Position, list[str]] | None:
            if self._bounds is None:
                return None
            starts, ends = self._bounds
            number = bisect_right(ends, (result.line - 1, result.offset))
            if number == len(ends):
                return None
            start, end = starts[number], ends[number]
            return start, end, self.source[start[0] : end[0] + 1]

        @cached_property
        def _bounds(self) -> tuple[list[Position], list[Position]] | None:
            """The start and end positions of the logical lines, None if there are no tokens."""
            if self.logical_lines is None:
                if has_tokenizer_error(self.text):
                    return None
                try:
                    bounds: tuple[list[Position], list[Position]]
                    bounds = autopep8._find_logical(self.original_source)
                except (SyntaxError, tokenize.TokenError):  # broken by a fix that will be withheld
                    return None
                return bounds
            starts, ends = [], []
            for row, line in zip(
                self.logical_lines.start_rows, self.logical_lines.lines, strict=False
            ):
                if line.code_bounds is not None:
                    (start, column), (end, end_column) = line.code_bounds
                    starts.append((row + start, column))
                    ends.append((row + end, end_column))
            return starts, ends

        def _put_two_spaces(self, result: dict[str, Any]) -> None:
            """Put two spaces before a comment after code."""
            index = result["line"] - 1
            line = self.source[index]
            comment_start = line.index("#", result["column"] - 1)
            self.source[index] = line[:comment_start].rstrip(" \t") + "  " + line[comment_start:]

        def fix_e116(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 0) or super().fix_e116(result)

        def fix_e117(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 4) or super().fix_e117(result)

        def _dedent(self, result: dict[str, Any], extra: int) -> list[int]:
            """Move a comment to the column of the line of code above it, plus ``extra``.

            A line that also has E303 is left to autopep8: the number of blank lines that autopep8
            removes depends on the column of the comment in each pass.
            """
            if not self.may_move_comment_at_once or result["line"] in self.lines_with_e303:
                return []
            index = result["line"] - 1
            line = self.source[index]
            code = line.lstrip()
            indent = line[: len(line) - len(code)]
            column_above = self._column_above(index)
            if column_above is None or not code.startswith("#") or indent.strip(" "):
                return []
            if len(indent) <= column_above + extra:
                return []
            self.source[index] = " " * (column_above + extra) + code
            return [result["line"]]

        def _column_above(self, index: int) -> int | None:
            starts = [row for row, _ in self._bounds[0]] if self._bounds else []
            count = bisect_left(starts, index)
            line = self.original_source[starts[count - 1]] if count else ""
            return pycodestyle.expand_indent(line) if line and "\t" not in line else None

    return Fixer


def _autopep8_result(result: PycodestyleResult) -> dict[str, Any]:
    """Give a result in the form that autopep8's fixers take."""
    return {
        "id": result.code,
        "line": result.line,
        "column": result.offset + 1,
        "info": result.text,
    }


_PRIORITIES = {"E701": 0, "E702": 1, "E225": 2, "E231": 3, "E201": 4, "E262": 5, "E501": 10001}
"""The values of autopep8's ``_priority_key``, which gives 10000 for all other codes."""
