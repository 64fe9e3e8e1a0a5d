"""Logical lines: where a program may be cut without cutting a string or a bracket."""

from __future__ import annotations

import io
import tokenize
from itertools import pairwise
from typing import NamedTuple

from hookkit.pep8.ranges import Ranges, overlaps
from hookkit.pep8.safety import bare_comment, is_landmark


class Cut(NamedTuple):
    """A place between two logical lines: how many lines and how many landmarks are above it."""

    line: int
    landmarks: int


class Cuts(NamedTuple):
    """Where a text may be cut, the first at its beginning, and its landmarks in their order.

    Landmarks are the tokens and comments that a fix neither adds nor drops, so that they tell the
    same place in another layout of the program.
    """

    places: tuple[Cut, ...]
    landmarks: tuple[str, ...]


def cuts(text: str) -> Cuts:
    r"""Give the places at which ``text`` may be cut.

    Lines end with ``\n``. Raises SyntaxError or tokenize.TokenError for what is not Python.
    """
    places, landmarks = [Cut(0, 0)], []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            landmarks.append(bare_comment(token.string))
        elif is_landmark(token):
            landmarks.append(token.string)
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not depth):
            places.append(Cut(token.start[0], len(landmarks)))
    return Cuts(tuple(places), tuple(landmarks))


def logical_lines_of(text: str, touched: Ranges) -> Ranges:
    r"""Give the logical lines that ``touched`` meets, each with the blank lines above it.

    Takes and raises what ``cuts`` does.
    """
    lines = text.split("\n")
    found: list[tuple[int, int]] = []
    first = 1
    for start, end in pairwise(place.line for place in cuts(text).places):
        if "".join(lines[start:end]).strip():
            if overlaps((first, end), touched):
                found.append((first, end))
            first = end + 1
    if overlaps((first, len(lines)), touched):
        found.append((first, len(lines)))
    return tuple(found)
