"""What a check of pycodestyle cannot do without: a cheap look before the check is asked.

Each of these was read off the source of the check, and says no only where the check gives nothing.
tests/pep8/test_checker.py compares with pycodestyle itself.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

KNOWN = ("2.12.", "2.13.", "2.14.", "2.15.")
"""The versions of pycodestyle whose checks were read. Of any other one all checks are asked."""


class Sight(NamedTuple):
    """A logical line: as pycodestyle writes it, its source, and whether it has several rows."""

    logical: str
    source: str
    is_long: bool


_WIDE = re.compile(r"\s\s|\t").search
_AMBIGUOUS = re.compile(r"(?<!\w)[lOI](?!\w)").search
_BEFORE_BRACKET = re.compile(r"\s[(\[]").search
_KEYWORD = re.compile(rf"\b(?:{'|'.join(keyword.kwlist)})(?:[^\w\s:]|:=)").search


def _is_wide(sight: Sight) -> bool:
    return _WIDE(sight.logical) is not None


def _has_backslash(sight: Sight) -> bool:
    return "\\" in sight.source


def _is_long(sight: Sight) -> bool:
    return sight.is_long


def _compares(sight: Sight) -> bool:
    return "==" in sight.logical or "!=" in sight.logical


def _may_have_argument(sight: Sight) -> bool:
    return "=" in sight.source and ("(" in sight.source or "[" in sight.source)


GUARDS: Mapping[str, Callable[[Sight], object]] = {
    "ambiguous_identifier": lambda sight: _AMBIGUOUS(sight.source),
    "bare_except": lambda sight: sight.logical.startswith("except"),
    "break_after_binary_operator": _is_long,
    "break_before_binary_operator": _is_long,
    "comparison_negative": lambda sight: "not" in sight.logical,
    "comparison_to_singleton": _compares,
    "comparison_type": _compares,
    "compound_statements": lambda sight: ":" in sight.logical or ";" in sight.logical,
    "continued_indentation": _is_long,
    "explicit_line_join": _has_backslash,
    "imports_on_separate_lines": lambda sight: sight.logical.startswith("import "),
    "missing_whitespace_after_keyword": lambda sight: _KEYWORD(sight.source),
    "python_3000_invalid_escape_sequence": _has_backslash,
    "whitespace_around_comma": _is_wide,
    "whitespace_around_keywords": _is_wide,
    "whitespace_around_named_parameter_equals": _may_have_argument,
    "whitespace_around_operator": _is_wide,
    "whitespace_before_comment": lambda sight: "#" in sight.source,
    "whitespace_before_parameters": lambda sight: _BEFORE_BRACKET(sight.source),
}
"""By the name of a check, what must be so that it may give something."""


def is_plain(physical: str, indent_char: str | None) -> bool:
    """Whether E101, W191, W291 and W293 have nothing to say of a physical line."""
    line = physical.rstrip("\n\r\x0c")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    is_indented_well = not indent or (indent_char == " " and "\t" not in indent)
    return is_indented_well and line == line.rstrip(" \t\v")
