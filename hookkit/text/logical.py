"""Logical lines: where a program may be cut without cutting a string or a bracket."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from hookkit.text.safety import is_landmark


class Cut(NamedTuple):
    """A place between two logical lines: the lines before it, and the landmarks before it.

    Landmarks are the tokens and comments that a fix neither adds nor drops, so that the same
    number of them means the same place in another layout of the program.
    """

    line: int
    landmarks: int


def cuts(text: str) -> Iterator[Cut]:
    r"""Give the places at which ``text`` may be cut, the first at its beginning.

    Lines end with ``\n``. Raises SyntaxError or tokenize.TokenError for what is not Python.
    """
    yield Cut(0, 0)
    depth = landmarks = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or is_landmark(token):
            landmarks += 1
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not depth):
            yield Cut(token.start[0], landmarks)
