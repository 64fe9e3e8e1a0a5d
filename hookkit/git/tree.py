"""What a commit or a tree has of some files."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.runner import Git
from hookkit.git.tree_entry import TreeEntry


def tree_entries(git: Git, commit: str, paths: Sequence[bytes]) -> dict[bytes, TreeEntry]:
    """Give what a commit or a tree has of some paths."""
    entries: dict[bytes, TreeEntry] = {}
    for field in git.fields_of(paths, "ls-tree", "-r", "-z", "--full-tree", commit):
        words, _, path = field.partition(b"\t")
        mode, _, blob = words.decode().split(" ")
        entries[path] = TreeEntry(path, mode, blob)
    return entries
