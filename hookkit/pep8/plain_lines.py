"""Lines in which pycodestyle's checks can find nothing, recognised by a pattern without tokens.

The form is narrow: names, numbers and short strings, called or indexed by such, with one blank
around each operator and behind each comma. Whatever has another form is left to the checks; that
they find nothing in these, tests/pep8/test_plain_lines.py compares.
"""

from __future__ import annotations

import keyword
import re

_NAME = r"[^\W\d]\w*"
_NUMBER = r"\d+(?:\.\d+)?(?![\w.])"
_STRING = r"""[rbuRBU]?(?:'[^'"\\\n]*'(?!')|"[^'"\\\n]*"(?!"))"""
_ATOM = rf"(?:{_STRING}|{_NAME}(?:\.{_NAME})*|{_NUMBER})"


def _called(argument: str) -> str:
    """Give the form of what is called and indexed by arguments of a form."""
    one = rf"(?:\*\*?|{_NAME}=-?|-)?{argument}"
    return (
        rf"(?:{_STRING}|{_NUMBER}|{_NAME})"
        rf"(?:\.{_NAME}|\((?:{one}(?:, (?!\))|(?=\))))*\)|\[-?{_ATOM}\])*"
    )


_UNIT = _called(_called(_ATOM))
_OPERATOR = r"(?:[-+*/%|&^@]|//|\*\*|<<|>>|[-+*/%|&!=]?=|<=?|>=?|->)"
# A part stands once in a pattern and is followed by what may be between two, because the time to
# compile a pattern grows with its length.
_CODE = re.compile(rf" *@?(?:{_UNIT}(?:(?: {_OPERATOR}|,)? (?!:?\n)|(?=:?\n)))+:?\n").fullmatch
_DOCSTRING = re.compile(r' *[ru]?"""[^"\\\n]+"""\n').fullmatch
_COMMENT = re.compile(r" *#(?: .*)?\n").fullmatch

# Words are looked up: a pattern with all of them takes long to compile.
_WORDS = frozenset(keyword.kwlist) - {"False", "None", "True"}
_BEFORE_SIGN = re.compile(r"(\w+)[^\w\s:]").findall
_SPECIAL = re.compile(
    r"(?<!\w)[lOI](?!\w)|\bnot \S+ (?:in|is) |\bexcept:|^import .*,|\blambda\b|\S\s\s|\t"
    r"|\b(?:and|in|is|or):|[^\w\s](?:and|in|is|or)\b"
).search
_COMPARED = re.compile(r"\b(?:None|True|False|type)\b").search
_STRINGS = re.compile(r"""(["'])[^"'\\\n]*\1""").sub


def is_plain_comment(row: str) -> bool:
    """Whether a row is a comment with which nothing is wrong but, maybe, its place."""
    return _COMMENT(row) is not None


def plain_code(row: str) -> str | None:
    """Give the code of a row as pycodestyle writes it, if nothing is wrong with it by itself."""
    if _CODE(row):
        code = row.strip()
        if _is_special(code):
            return None
        return _STRINGS(_muted, code) if '"' in code or "'" in code else code
    if _DOCSTRING(row):
        code = row.strip()
        start = code.index('"') + 3
        return f'{code[:start]}{"x" * (len(code) - start - 3)}"""'
    return None


def _is_special(code: str) -> bool:
    """Whether a check may find something in code of that form all the same."""
    if _SPECIAL(code) or not _WORDS.isdisjoint(_BEFORE_SIGN(code)):
        return True
    return ("==" in code or "!=" in code) and _COMPARED(code) is not None


def _muted(string: re.Match[str]) -> str:
    return f"{string[1]}{'x' * (len(string[0]) - 2)}{string[1]}"
