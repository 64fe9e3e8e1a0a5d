"""A finding of flake8, and the key by which it is known again."""

from __future__ import annotations

import hashlib

from hookkit.named_tuple import NamedTuple

DIGEST_LENGTH = 10
"""Hexadecimal digits of a digest: within one file and rule 40 bits tell all lines apart."""

UNREADABLE = ("E902", "E999")
"""flake8's codes of a file that it cannot read or parse, and of which it finds nothing else."""


class Key(NamedTuple):
    """The part of a finding that stays while the code around it changes: no line, no message.

    ``path`` is relative to the top level, ``digest`` is of the line without its blanks.
    """

    path: str
    code: str
    digest: str


class LintFinding(NamedTuple):
    """A finding: where it is (line and column from 1), its rule, its sentence, and its line."""

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
    """Give the digest of a line, whatever blanks are in it.

    Most corrections of style move blanks: what else is found in such a line stays known.
    """
    return hashlib.sha256(b"".join(line.split())).hexdigest()[:DIGEST_LENGTH]


BLANK = digest(b"")
"""The digest of a line without any content that tells it from others."""
