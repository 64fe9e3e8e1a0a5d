"""Logical lines: where a program may be cut without cutting a string or a bracket."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from hookkit.text.ranges import Ranges, meets
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


def grown(text: str, touched: Ranges) -> Ranges:
    r"""Give the logical lines that ``touched`` meets, each with the blank lines above it.

    Takes and raises what ``cuts`` does.
    """
    places = [place.line for place in cuts(text)]
    lines = text.split("\n")
    found: list[tuple[int, int]] = []
    first = 1
    for start, end in pairwise(places):
        if "".join(lines[start:end]).strip():
            if meets((first, end), touched):
                found.append((first, end))
            first = end + 1
    if meets((first, len(lines)), touched):
        found.append((first, len(lines)))
    return tuple(found)
