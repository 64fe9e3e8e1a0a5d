"""A finding of flake8, and the key that identifies it later."""

from __future__ import annotations

import hashlib

from hookkit.named_tuple import NamedTuple

DIGEST_LENGTH = 10
"""Hexadecimal digits of a digest: 40 bits distinguish all lines of one file and rule."""

UNPARSED_CODES = ("E902", "E999")
"""flake8's codes for a file that it cannot read or parse; it reports nothing else in that file."""

CORRECTABLE_PREFIXES = ("E1", "E2", "E30", "E401", "E502", "E701", "E702", "E703", "W29", "W39")
"""Prefixes of most codes that autopep8 corrects without changing the program."""


class FindingKey(NamedTuple):
    """The part of a finding that stays while the code around it changes: no line, no message.

    ``path`` is relative to the top level, ``digest`` is the digest of the line without whitespace.
    """

    path: str
    code: str
    digest: str


class LintFinding(NamedTuple):
    """A finding of flake8; ``line`` and ``column`` count from 1, ``source_line`` is that line."""

    path: str
    line: int
    column: int
    code: str
    message: str
    source_line: bytes

    @property
    def key(self) -> FindingKey:
        """The key of the finding."""
        return FindingKey(self.path, self.code, line_digest(self.source_line))


def line_digest(line: bytes) -> str:
    """Give the digest of a line without its whitespace.

    Most corrections of style only move whitespace: the other findings of the line stay known.
    """
    return hashlib.sha256(b"".join(line.split())).hexdigest()[:DIGEST_LENGTH]


BLANK_DIGEST = line_digest(b"")
"""The digest of a blank line, which cannot be distinguished from other blank lines."""
