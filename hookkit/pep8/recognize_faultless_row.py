"""Faultless lines: code in which pycodestyle's checks find nothing, recognised by a pattern.

The pattern is narrow: names, numbers and short strings, called or indexed with such values, with
one blank around each operator and after each comma. All other lines are left to the checks.
tests/pep8/test_recognize_faultless_row.py shows that the checks find nothing in faultless lines.
"""

from __future__ import annotations

import keyword
import re

_NAME_PATTERN = r"[^\W\d]\w*"
_NUMBER_PATTERN = r"\d+(?:\.\d+)?(?![\w.])"
_STRING_PATTERN = r"""[rbuRBU]?(?:'[^'"\\\n]*'(?!')|"[^'"\\\n]*"(?!"))"""
_ATOM_PATTERN = rf"(?:{_STRING_PATTERN}|{_NAME_PATTERN}(?:\.{_NAME_PATTERN})*|{_NUMBER_PATTERN})"


def _called_pattern(argument: str) -> str:
    """Give the pattern of a name or value, called or indexed with arguments like ``argument``."""
    one_argument = rf"(?:\*\*?|{_NAME_PATTERN}=-?|-)?{argument}"
    return (
        rf"(?:{_STRING_PATTERN}|{_NUMBER_PATTERN}|{_NAME_PATTERN})"
        rf"(?:\.{_NAME_PATTERN}|\((?:{one_argument}(?:, (?!\))|(?=\))))*\)|\[-?{_ATOM_PATTERN}\])*"
    )


_OPERAND_PATTERN = _called_pattern(_called_pattern(_ATOM_PATTERN))
_OPERATOR_PATTERN = r"(?:[-+*/%|&^@]|//|\*\*|<<|>>|[-+*/%|&!=]?=|<=?|>=?|->)"
# _OPERAND_PATTERN is in the pattern only once, followed by all that may separate two operands,
# because the time to compile a pattern grows with its length.
_match_code = re.compile(
    rf" *@?(?:{_OPERAND_PATTERN}(?:(?: {_OPERATOR_PATTERN}|,)? (?!:?\n)|(?=:?\n)))+:?\n"
).fullmatch
_match_docstring = re.compile(r' *[ru]?"""[^"\\\n]+"""\n').fullmatch
_match_comment = re.compile(r" *#(?: .*)?\n").fullmatch

# Keywords are looked up in a set, because a pattern with all of them takes long to compile.
_KEYWORDS = frozenset(keyword.kwlist) - {"False", "None", "True"}
_find_words_before_symbols = re.compile(r"(\w+)[^\w\s:]").findall
_search_special = re.compile(
    r"(?<!\w)[lOI](?!\w)|\bnot \S+ (?:in|is) |\bexcept:|^import .*,|\blambda\b|\S\s\s|\t"
    r"|\b(?:and|in|is|or):|[^\w\s](?:and|in|is|or)\b"
).search
_search_compared_constant = re.compile(r"\b(?:None|True|False|type)\b").search
_replace_strings = re.compile(r"""(["'])[^"'\\\n]*\1""").sub


def is_faultless_comment(row: str) -> bool:
    """Whether a row is a comment without faults, except maybe a fault of its indentation."""
    return _match_comment(row) is not None


def recognized_code(row: str) -> str | None:
    """Give the code of a row as pycodestyle normalizes it, None unless the row is faultless."""
    if _match_code(row):
        code = row.strip()
        if _may_have_fault(code):
            return None
        return _replace_strings(_mask_string, code) if '"' in code or "'" in code else code
    if _match_docstring(row):
        code = row.strip()
        start = code.index('"') + 3
        return f'{code[:start]}{"x" * (len(code) - start - 3)}"""'
    return None


def _may_have_fault(code: str) -> bool:
    """Whether a check may find something in code that ``_match_code`` accepts."""
    if _search_special(code) or not _KEYWORDS.isdisjoint(_find_words_before_symbols(code)):
        return True
    return ("==" in code or "!=" in code) and _search_compared_constant(code) is not None


def _mask_string(string: re.Match[str]) -> str:
    return f"{string[1]}{'x' * (len(string[0]) - 2)}{string[1]}"
