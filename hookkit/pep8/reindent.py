"""autopep8's fix of the indentation of a whole file, run only if it may change something."""

from __future__ import annotations

from hookkit.pep8.checks import is_known
from hookkit.pep8.logical_lines import LogicalLines, read_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REINDENTED = frozenset({"E101", "E111", "E114", "W191"})
"""The codes that autopep8 fixes for the whole file at once, without a fixer for the code."""


def reindented(text: str, options: Any) -> str:
    """Give the result of autopep8's ``apply_global_fixes`` for a text and autopep8's options."""
    import autopep8

    logical = read_lines(text) if is_known() else None
    if logical is not None and _has_well_indented_code(logical, options.indent_size):
        irregular = _irregular_rows(logical)
        if not irregular:
            return text
        is_selected = any(
            autopep8.code_match(code, select=options.select, ignore=options.ignore)
            for code in ("E101", "E111")
        )
        if not is_selected:
            return text
        if all(logical.rows[row].strip(" \t") == "\n" for row in irregular):
            rows = [*logical.rows]
            for row in irregular:
                rows[row] = "\n"
            return "".join(rows)
    fixed: str = autopep8.apply_global_fixes(text, options)
    return fixed


def is_well_indented(text: str, indent_size: int) -> bool:
    """Whether autopep8's ``apply_global_fixes`` changes nothing in a text; False if unknown."""
    logical = read_lines(text) if is_known() else None
    if logical is None or not _has_well_indented_code(logical, indent_size):
        return False
    return not _irregular_rows(logical)


def _has_well_indented_code(logical: LogicalLines, indent_size: int) -> bool:
    # Comments are not compared, because autopep8 moves them with the code next to them.
    return all(
        line.column == level * indent_size and "\t" not in line.indentation
        for line, level in zip(logical.lines, logical.levels, strict=True)
        if line.is_code
    )


def _irregular_rows(logical: LogicalLines) -> list[int]:
    """Give the rows (0-based) whose blanks autopep8 changes or may change.

    autopep8 does not change multi-line strings, except docstrings and strings that it treats so.
    """
    irregular = []
    for number, line in enumerate(logical.lines):
        for row in line.irregular_rows:
            is_kept = any(
                start < row <= end and not (is_first and logical.blocks[number] > 0)
                for start, end, is_first in line.long_strings
            )
            if not is_kept:
                irregular.append(logical.starts[number] + row)
    return irregular
