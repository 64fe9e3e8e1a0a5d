"""The files of a review as folders within folders, each with what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Leaf(NamedTuple):
    """A file in the tree: its own name, the anchor of its section, its hunks and withheld fixes."""

    name: str
    path: str
    anchor: str
    hunks: int
    withheld: int


class Folder(NamedTuple):
    """A folder with the folders and files in it. Folders of which one holds only the next are one.

    ``hunks`` counts those of all files below it.
    """

    name: str
    hunks: int
    folders: tuple[Folder, ...]
    files: tuple[Leaf, ...]


def tree_of(leaves: Sequence[Leaf]) -> Folder:
    """Sort files into their folders, in the order of names; the outermost folder has no name."""
    return _folder("", "", leaves)


def _folder(name: str, above: str, leaves: Sequence[Leaf]) -> Folder:
    below: dict[str, list[Leaf]] = {}
    files: list[Leaf] = []
    for leaf in leaves:
        first, slash, _ = leaf.path.removeprefix(above).partition("/")
        if slash:
            below.setdefault(first, []).append(leaf)
        else:
            files.append(leaf)
    folders = tuple(_folder(each, f"{above}{each}/", below[each]) for each in sorted(below))
    files.sort(key=lambda leaf: leaf.name)
    if name and len(folders) == 1 and not files:
        return folders[0]._replace(name=f"{name}/{folders[0].name}")
    return Folder(name, sum(leaf.hunks for leaf in leaves), folders, tuple(files))
