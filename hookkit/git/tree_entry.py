"""One file of a tree or of an index."""

from __future__ import annotations

from typing import NamedTuple


class TreeEntry(NamedTuple):
    """A file's path, octal mode and blob id."""

    path: bytes
    mode: str
    blob: str

    @property
    def info(self) -> bytes:
        """The entry as ``git update-index -z --index-info`` reads it."""
        return b"%s %s\t%s\0" % (self.mode.encode(), self.blob.encode(), self.path)
