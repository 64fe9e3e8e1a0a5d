"""autopep8's fix of the indentation of a whole file, run only if it may change something."""

from __future__ import annotations

from hookkit.pep8.installed_checks_and_fixers import has_known_versions
from hookkit.pep8.logical_lines import LogicalLines, read_logical_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REINDENT_CODES = frozenset({"E101", "E111", "E114", "W191"})
"""The codes that autopep8 fixes for the whole file at once, without a fixer for the code."""


def reindent(text: str, options: Any) -> str:
    """Give the result of autopep8's ``apply_global_fixes`` for a text and autopep8's options."""
    import autopep8

    logical_lines = read_logical_lines(text) if has_known_versions() else None
    if logical_lines is not None and _has_well_indented_code(logical_lines, options.indent_size):
        irregular_rows = _irregular_rows(logical_lines)
        if not irregular_rows:
            return text
        is_selected = any(
            autopep8.code_match(code, select=options.select, ignore=options.ignore)
            for code in ("E101", "E111")
        )
        if not is_selected:
            return text
        if all(logical_lines.rows[row].strip(" \t") == "\n" for row in irregular_rows):
            rows = [*logical_lines.rows]
            for row in irregular_rows:
                rows[row] = "\n"
            return "".join(rows)
    fixed: str = autopep8.apply_global_fixes(text, options)
    return fixed


def is_well_indented(text: str, indent_size: int) -> bool:
    """Whether autopep8's ``apply_global_fixes`` changes nothing in a text; False if unknown."""
    logical_lines = read_logical_lines(text) if has_known_versions() else None
    if logical_lines is None or not _has_well_indented_code(logical_lines, indent_size):
        return False
    return not _irregular_rows(logical_lines)


def _has_well_indented_code(logical_lines: LogicalLines, indent_size: int) -> bool:
    # Comments are not compared, because autopep8 moves them with the code next to them.
    return all(
        line.column == block_depth * indent_size and "\t" not in line.indentation
        for line, block_depth in zip(logical_lines.lines, logical_lines.block_depths, strict=True)
        if line.is_code
    )


def _irregular_rows(logical_lines: LogicalLines) -> list[int]:
    """Give the rows (0-based) whose blanks autopep8 changes or may change.

    autopep8 does not change multi-line strings, except docstrings and strings that it treats so.
    """
    irregular_rows = []
    for number, line in enumerate(logical_lines.lines):
        for row in line.irregular_rows:
            is_kept = any(
                start < row <= end and not (is_first and logical_lines.indent_changes[number] > 0)
                for start, end, is_first in line.multiline_strings
            )
            if not is_kept:
                irregular_rows.append(logical_lines.start_rows[number] + row)
    return irregular_rows
