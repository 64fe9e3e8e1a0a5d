"""The changed Python files: those whose contents differ between two trees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hookkit.debt_log.gitpython_object_reader import GitPythonObjectReader
from hookkit.errors import EnvironmentFailed
from hookkit.git.trees import REGULAR_MODES, TREE_MODE, Tree, parse_tree
from hookkit.phrases import short_id

_MAX_TREES = 2_000
"""How many trees are cached: the newer tree of a pair is the older tree of the next pair."""


class ChangedFile(NamedTuple):
    """A changed file: its blob ids before and after, "" if the file does not exist there."""

    path: bytes
    old_blob: str
    new_blob: str


class Trees:
    """The trees of a repository, read through a cache."""

    def __init__(self, object_reader: GitPythonObjectReader, id_length: int) -> None:
        """Take a reader of objects, and the number of digits of an id."""
        self._object_reader, self._id_length = object_reader, id_length
        self._cached_folder = lru_cache(maxsize=_MAX_TREES)(self._read_folder)

    def changed_files(self, old: str, new: str) -> list[ChangedFile]:
        """Give the Python files that differ between two trees, sorted by path.

        A tree is given by its id, "" for the empty tree. Symbolic links and submodules do not count
        as files. Raises EnvironmentFailed if a tree is missing in this repository.
        """
        return sorted(self._changed_files(b"", old, new))

    def _changed_files(self, parent: bytes, old: str, new: str) -> Iterator[ChangedFile]:
        before, after = (self._cached_folder(each) if each else {} for each in (old, new))
        for name in before.keys() | after.keys():
            (mode, old_id), (new_mode, new_id) = (
                each.get(name, ("", "")) for each in (before, after)
            )
            if old_id == new_id and mode == new_mode:
                continue
            folders = old_id if mode == TREE_MODE else "", new_id if new_mode == TREE_MODE else ""
            if any(folders):
                yield from self._changed_files(parent + name + b"/", *folders)
            files = (
                old_id if mode in REGULAR_MODES else "",
                new_id if new_mode in REGULAR_MODES else "",
            )
            if files[0] != files[1]:
                yield ChangedFile(parent + name, *files)

    def _read_folder(self, tree_id: str) -> Tree:
        data = self._object_reader.read(tree_id)
        if isinstance(data, str):
            sentence = (
                f"the tree {short_id(tree_id)} is not here: the debt of its commit is unknown"
            )
            raise EnvironmentFailed(sentence, "git fsck")
        return {
            name: (mode, entry)
            for name, (mode, entry) in parse_tree(data, self._id_length).items()
            if mode == TREE_MODE or (mode in REGULAR_MODES and name.endswith(b".py"))
        }
