"""autopep8's fix of a file as a whole, its indentation, done where it has something to do."""

from __future__ import annotations

from hookkit.pep8.checks import is_known
from hookkit.pep8.logical_lines import LogicalLines, read_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REINDENTED = frozenset({"E101", "E111", "E114", "W191"})
"""What autopep8 fixes for the file as a whole, without a fixer for the code."""


def reindented(text: str, asked: Any) -> str:
    """Give what autopep8's ``apply_global_fixes`` makes of a text, for its options ``asked``."""
    import autopep8

    logical = read_lines(text) if is_known() else None
    if logical is not None and _has_well_indented_code(logical, asked.indent_size):
        odd = _odd_rows(logical)
        if not odd:
            return text
        is_asked = any(
            autopep8.code_match(code, select=asked.select, ignore=asked.ignore)
            for code in ("E101", "E111")
        )
        if not is_asked:
            return text
        if all(logical.rows[row].strip(" \t") == "\n" for row in odd):
            rows = [*logical.rows]
            for row in odd:
                rows[row] = "\n"
            return "".join(rows)
    fixed: str = autopep8.apply_global_fixes(text, asked)
    return fixed


def is_well_indented(text: str, indent_size: int) -> bool:
    """Whether it is plain that autopep8's ``apply_global_fixes`` changes nothing in a text."""
    logical = read_lines(text) if is_known() else None
    if logical is None or not _has_well_indented_code(logical, indent_size):
        return False
    return not _odd_rows(logical)


def _has_well_indented_code(logical: LogicalLines, indent_size: int) -> bool:
    # Comments follow the code beside them, and stay where it stays.
    return all(
        line.column == level * indent_size and "\t" not in line.indentation
        for line, level in zip(logical.lines, logical.levels, strict=True)
        if line.is_code
    )


def _odd_rows(logical: LogicalLines) -> list[int]:
    """Give the rows (from 0) whose blanks autopep8 changes or may change.

    It leaves strings of several rows alone, but not docstrings, nor what it takes for one.
    """
    odd = []
    for number, line in enumerate(logical.lines):
        for row in line.odd_rows:
            is_kept = any(
                start < row <= end and not (is_first and logical.blocks[number] > 0)
                for start, end, is_first in line.long_strings
            )
            if not is_kept:
                odd.append(logical.starts[number] + row)
    return odd
