"""Conditions without which a check of pycodestyle need not be asked about a logical line.

Each prefilter is derived from the source of its check; tests/pep8/test_check_logical_lines.py
compares the results with those of pycodestyle itself.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping

from hookkit.named_tuple import NamedTuple


class LineToCheck(NamedTuple):
    """A logical line: its text as pycodestyle normalizes it, its source, its number of rows."""

    normalized_code: str
    source: str
    row_count: int


_search_wide_space = re.compile(r"\s\s|\t").search
_search_ambiguous_name = re.compile(r"(?<!\w)[lOI](?!\w)").search
_search_space_before_bracket = re.compile(r"\s[(\[]").search
_KEYWORDS = frozenset(keyword.kwlist)
_find_words_before_symbols = re.compile(r"(\w+)(?:[^\w\s:]|:=)").findall
_search_space_at_bracket = re.compile(r"[\[({][ \t]|[ \t][\]}),;:]|@\s").search

PREFILTERS: Mapping[str, Callable[[LineToCheck], object]] = {
    name: prefilter
    for names, prefilter in {
        "ambiguous_identifier": lambda line: _search_ambiguous_name(line.source),
        "bare_except": lambda line: line.normalized_code.startswith("except"),
        "break_after_binary_operator break_before_binary_operator continued_indentation": (
            lambda line: line.row_count > 1
        ),
        "comparison_negative": lambda line: "not" in line.normalized_code,
        "comparison_to_singleton comparison_type": (
            lambda line: "==" in line.normalized_code or "!=" in line.normalized_code
        ),
        "compound_statements": lambda line: ":" in line.normalized_code
        or ";" in line.normalized_code,
        "explicit_line_join python_3000_invalid_escape_sequence": (
            lambda line: "\\" in line.source
        ),
        "extraneous_whitespace": lambda line: _search_space_at_bracket(line.normalized_code),
        "imports_on_separate_lines": lambda line: line.normalized_code.startswith("import "),
        # hookkit sets no max_doc_length.
        "maximum_doc_length": lambda line: False,
        "missing_whitespace": lambda line: line.normalized_code,
        "missing_whitespace_after_keyword": (
            lambda line: not _KEYWORDS.isdisjoint(_find_words_before_symbols(line.source))
        ),
        "whitespace_around_comma whitespace_around_keywords whitespace_around_operator": (
            lambda line: _search_wide_space(line.normalized_code)
        ),
        "whitespace_around_named_parameter_equals": (
            lambda line: "=" in line.source and ("(" in line.source or "[" in line.source)
        ),
        "whitespace_before_comment": lambda line: "#" in line.source,
        "whitespace_before_parameters": lambda line: _search_space_before_bracket(line.source),
    }.items()
    for name in names.split()
}
"""The prefilter of each check that needs only one logical line, by the name of the check."""

STATEFUL_CHECKS = frozenset(
    ["blank_lines", "extended_blank_lines", "indentation", "module_imports_on_top_of_file"]
)
"""The checks of logical lines that also depend on the lines before."""

PHYSICAL_CHECKS = frozenset(
    [
        *("maximum_line_length", "tabs_obsolete", "tabs_or_spaces"),
        *("trailing_blank_lines", "trailing_whitespace"),
    ]
)
"""The checks of physical lines."""
