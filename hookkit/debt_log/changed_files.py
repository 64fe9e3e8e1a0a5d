"""Which Python files differ between two trees, by their contents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hookkit.debt_log.object_database import ObjectDatabase
from hookkit.errors import EnvironmentFailed
from hookkit.git.tree import FOLDER, REGULAR_MODES, Folder, parse_tree
from hookkit.phrases import short

_MAX_TREES = 2_000
"""How many trees are cached: the newer one of a step is the older one of the next."""


class ChangedFile(NamedTuple):
    """A file, and the ids of its contents before and after; "" where it is not there."""

    path: bytes
    old: str
    new: str


class Trees:
    """The trees of a repository, each read once."""

    def __init__(self, contents: ObjectDatabase, id_length: int) -> None:
        """Take a reader of objects, and how many digits an id has."""
        self._contents, self._id_length = contents, id_length
        self._folder = lru_cache(maxsize=_MAX_TREES)(self._read)

    def changes(self, old: str, new: str) -> list[ChangedFile]:
        """Give the regular Python files that differ between two trees, by path; "" is an empty one.

        Links and submodules are no files. Raises EnvironmentFailed where a tree is not here.
        """
        return sorted(self._changes(b"", old, new))

    def _changes(self, above: bytes, old: str, new: str) -> Iterator[ChangedFile]:
        before, after = (self._folder(each) if each else {} for each in (old, new))
        for name in before.keys() | after.keys():
            (mode, was), (new_mode, now) = (each.get(name, ("", "")) for each in (before, after))
            if was == now and mode == new_mode:
                continue
            folders = was if mode == FOLDER else "", now if new_mode == FOLDER else ""
            if any(folders):
                yield from self._changes(above + name + b"/", *folders)
            files = was if mode in REGULAR_MODES else "", now if new_mode in REGULAR_MODES else ""
            if files[0] != files[1]:
                yield ChangedFile(above + name, *files)

    def _read(self, name: str) -> Folder:
        data = self._contents.read(name)
        if isinstance(data, str):
            sentence = f"the tree {short(name)} is not here: the debt of its commit is unknown"
            raise EnvironmentFailed(sentence, "git fsck")
        return {
            name: (mode, entry)
            for name, (mode, entry) in parse_tree(data, self._id_length).items()
            if mode == FOLDER or (mode in REGULAR_MODES and name.endswith(b".py"))
        }
