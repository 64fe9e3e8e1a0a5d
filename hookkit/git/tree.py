"""The entries of a tree: what a commit has of some files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.git.runner import Git


class TreeEntry(NamedTuple):
    """A file's path, octal mode and blob id."""

    path: bytes
    mode: str
    blob: str

    @property
    def info(self) -> bytes:
        """The entry as ``git update-index -z --index-info`` reads it."""
        return b"%s %s\t%s\0" % (self.mode.encode(), self.blob.encode(), self.path)


def tree_entries(git: Git, commit: str, paths: Sequence[bytes]) -> dict[bytes, TreeEntry]:
    """Give what a commit or a tree has of some paths."""
    entries: dict[bytes, TreeEntry] = {}
    for field in git.fields_of(paths, "ls-tree", "-r", "-z", "--full-tree", commit):
        words, _, path = field.partition(b"\t")
        mode, _, blob = words.decode().split(" ")
        entries[path] = TreeEntry(path, mode, blob)
    return entries
