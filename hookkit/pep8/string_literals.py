"""String literals keep their values when the code around them is laid out anew."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from hookkit.pep8.safety import DoesNotParse, parse

# Python 3.12 reads an f-string as several tokens (PEP 701), 3.14 a t-string too (PEP 750).
_OPENS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")} - {None}
_CLOSES = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")} - {None}


class Literal(NamedTuple):
    """One string literal: where it begins and ends (offsets in the text), and its source."""

    start: int
    end: int
    source: str


def literals(text: str) -> Iterator[Literal]:
    r"""Give the outermost string literals of ``text``, whose lines must end with ``\n``."""
    offsets = [0]
    for line in io.StringIO(text):
        offsets.append(offsets[-1] + len(line))
    depth, opened = 0, 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        start = offsets[token.start[0] - 1] + token.start[1]
        end = offsets[token.end[0] - 1] + token.end[1]
        if token.type in _OPENS:
            opened = start if depth == 0 else opened
            depth += 1
        elif token.type in _CLOSES:
            depth -= 1
            if depth == 0:
                yield Literal(opened, end, text[opened:end])
        elif token.type == tokenize.STRING and depth == 0:
            yield Literal(start, end, text[start:end])


def _value(source: str) -> str:
    return ast.dump(parse(source))


def keep_literals(before: str, after: str) -> str:
    """Give ``after`` with each string literal whose value changed as it was in ``before``.

    autopep8 re-indents the inside of docstrings and the inside of f-strings; both are data. Where
    the two texts do not have the same number of literals, or autopep8 broke the syntax, ``after``
    is given back as it is.
    """
    try:
        old, new = list(literals(before)), list(literals(after))
        if len(old) != len(new):
            return after
        changed = [
            (was, now)
            for was, now in zip(old, new, strict=True)
            if was.source != now.source and _value(was.source) != _value(now.source)
        ]
    except (SyntaxError, tokenize.TokenError, DoesNotParse):
        return after
    parts: list[str] = []
    at = 0
    for was, now in changed:
        parts += [after[at : now.start], was.source]
        at = now.end
    return "".join([*parts, after[at:]])
