"""Select the results of pycodestyle that autopep8 tries to fix, as its ``filter_results`` does."""

from __future__ import annotations

import re
import tokenize
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.installed_checks_and_fixers import has_known_versions
from hookkit.pep8.logical_lines import LogicalLines, has_tokenizer_error, read_logical_lines

_OFF_PATTERN = r"# *(?:fmt|autopep8): *off"


def fixable_results(
    text: str, results: Sequence[PycodestyleResult], aggressive: int
) -> Sequence[PycodestyleResult]:
    """Give the results of ``text`` that autopep8 fixes at the level ``aggressive``."""
    if not results:
        return results
    logical_lines = read_logical_lines(text) if has_known_versions() else None
    if logical_lines is None and not (has_known_versions() and has_tokenizer_error(text)):
        return _fixable_by_autopep8(text, results, aggressive)
    if re.search(_OFF_PATTERN, text):
        results = _outside_of_disabled_ranges(text, results)
    is_broken = any(each.code == "E901" for each in results)
    # In a text that cannot be tokenized autopep8 finds no strings and comments.
    strings = _MultilineStrings(logical_lines) if logical_lines else None
    return [
        each
        for each in results
        if not (is_broken and each.code.startswith(("E1", "E7")))
        and not _is_too_aggressive(each.code, aggressive)
        and not (strings and strings.is_skipped_by_autopep8(each, aggressive))
        and not (
            logical_lines
            and each.code in ("E261", "E262", "E501")
            and _is_commented_out(logical_lines, each.line)
        )
    ]


def _fixable_by_autopep8(
    text: str, results: Sequence[PycodestyleResult], aggressive: int
) -> Sequence[PycodestyleResult]:
    import autopep8

    numbered = [
        {"id": each.code, "line": each.line, "number": number}
        for number, each in enumerate(results)
    ]
    return [results[each["number"]] for each in autopep8.filter_results(text, numbered, aggressive)]


def _outside_of_disabled_ranges(
    text: str, results: Sequence[PycodestyleResult]
) -> Sequence[PycodestyleResult]:
    import autopep8

    ranges = autopep8.get_disabled_ranges(text)
    return [
        each for each in results if not any(first <= each.line <= last for first, last in ranges)
    ]


def _is_too_aggressive(code: str, aggressive: int) -> bool:
    """Whether a fix is left to a higher level of aggressiveness."""
    return (
        (aggressive <= 0 and code.startswith(("E711", "E72", "W6")))
        or (aggressive <= 1 and code.startswith(("E712", "E713", "E714")))
        or (aggressive <= 2 and code == "E704")
    )


class _MultilineStrings:
    """The rows (1-based) of a text that are inside a multi-line string, after its first row."""

    def __init__(self, logical_lines: LogicalLines) -> None:
        self._logical_lines = logical_lines

    def is_skipped_by_autopep8(self, result: PycodestyleResult, aggressive: int) -> bool:
        """Whether autopep8 skips a result because it is in a string."""
        code = result.code
        if code.startswith(("E1", "W191")):
            return self._is_in_string(result.line, docstrings=False)
        if code == "E501":
            return self._is_in_string(result.line, docstrings=True)
        if not aggressive and code.startswith(("W29", "W39")):
            return self._is_in_string(result.line + 1, docstrings=True)
        return False

    def _is_in_string(self, row: int, docstrings: bool) -> bool:
        """Whether a row is in such a string; the first token of a block counts as a docstring."""
        logical_lines = self._logical_lines
        if row > len(logical_lines.rows):
            return False
        index = bisect_right(logical_lines.start_rows, row - 1) - 1
        line = logical_lines.lines[index]
        is_first_of_block = logical_lines.indent_changes[index] > 0
        inner_row = row - 1 - logical_lines.start_rows[index]
        return any(
            start < inner_row <= end and (docstrings or not (is_first and is_first_of_block))
            for start, end, is_first in line.multiline_strings
        )


def _is_commented_out(logical_lines: LogicalLines, row: int) -> bool:
    """Whether a row is a comment on its own line that is likely code."""
    index = bisect_right(logical_lines.start_rows, row - 1) - 1
    line = logical_lines.lines[index]
    token_row = row - 1 - logical_lines.start_rows[index] + line.first_token_row
    return any(
        token.type == tokenize.COMMENT
        and token.start[0] == token_row
        and token.line.lstrip().startswith("#")
        and _is_code(token.string.lstrip("#").strip())
        for token in line.tokens
    )


@lru_cache(maxsize=256)
def _is_code(comment: str) -> bool:
    if " " not in comment or "#" in comment:
        return False
    try:
        compile(comment, "<string>", "exec", dont_inherit=True)
    except (SyntaxError, TypeError, ValueError):
        return False
    return True
