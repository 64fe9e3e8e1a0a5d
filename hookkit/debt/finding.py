"""A finding of flake8, and the key that identifies it later."""

from __future__ import annotations

import hashlib

from hookkit.named_tuple import NamedTuple

DIGEST_LENGTH = 10
"""Hexadecimal digits of a digest: 40 bits distinguish all lines of one file and rule."""

UNREADABLE = ("E902", "E999")
"""flake8's codes for a file that it cannot read or parse; it reports nothing else in that file."""


class Key(NamedTuple):
    """The part of a finding that stays while the code around it changes: no line, no message.

    ``path`` is relative to the top level, ``digest`` is the digest of the line without whitespace.
    """

    path: str
    code: str
    digest: str


class LintFinding(NamedTuple):
    """A finding: its place (line and column from 1), code and message; ``text`` is the line."""

    path: str
    line: int
    column: int
    code: str
    message: str
    text: bytes

    @property
    def key(self) -> Key:
        """The key of the finding."""
        return Key(self.path, self.code, digest(self.text))


def digest(line: bytes) -> str:
    """Give the digest of a line without its whitespace.

    Most corrections of style only move whitespace: the other findings of the line stay known.
    """
    return hashlib.sha256(b"".join(line.split())).hexdigest()[:DIGEST_LENGTH]


BLANK = digest(b"")
"""The digest of a blank line, which cannot be distinguished from other blank lines."""
