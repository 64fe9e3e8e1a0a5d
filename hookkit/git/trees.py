"""The tree objects of commits: their entries, the contents of files, and what differs.

Tree objects are parsed here (git's tree.c, tree-walk.c), and only the trees on the path to the
requested files, so that the size of a repository does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

REGULAR_MODES = ("100644", "100755")
"""The tree modes of regular files; links are 120000 and submodules 160000."""

REMOVED_MODE = "0"
"""The mode of an entry that is to be deleted, as in git-update-index(1)."""

TREE_MODE = "40000"
"""The mode of a folder."""

_USUAL_MODES = {mode.encode(): mode for mode in (*REGULAR_MODES, TREE_MODE)}

MAX_PARSED_BYTES = 200_000
"""The size of a tree object in bytes (some 5,000 files) above which git compares trees faster."""

Tree = dict[bytes, tuple[str, str]]
"""One tree: the mode and the id of each entry, by its name in this folder."""


class TreeEntry(NamedTuple):
    """A file's path, octal mode and blob id."""

    path: bytes
    mode: str
    blob: str

    @property
    def index_info(self) -> bytes:
        """The entry as ``git update-index -z --index-info`` reads it."""
        return b"%s %s\t%s\0" % (self.mode.encode(), self.blob.encode(), self.path)


def parse_tree(data: bytes, id_length: int) -> Tree:
    """Parse a tree object whose ids have ``id_length`` hexadecimal digits; modes are canonical."""
    entries = re.findall(rb"([0-7]+) ([^\0]+)\0(.{%d})" % (id_length // 2), data, re.DOTALL)
    return {
        name: (_USUAL_MODES.get(mode) or _canonical(mode), object_id.hex())
        for mode, name, object_id in entries
    }


def _canonical(mode: bytes) -> str:
    """Give the canonical form of a mode (canon_mode): old trees have others, such as 100664."""
    word = mode.decode()
    kind = int(word, 8) & 0o170000
    if kind == 0o100000:
        return REGULAR_MODES[1] if int(word, 8) & 0o100 else REGULAR_MODES[0]
    return f"{kind:o}" if kind in (0o040000, 0o120000) else "160000"


def read_trees(git: Git, names: Iterable[str]) -> dict[str, Tree]:
    """Read trees by any names that git resolves. Raises GitFailed if one is not in this clone."""
    wanted = list(names)
    found = git.read_objects(wanted)
    for name in wanted:
        if name not in found or found[name].type != "tree":
            raise GitFailed(("cat-file", "--batch"), 128, f"the tree {name} is not here")
    return {name: parse_tree(found[name].data, len(git.null_id)) for name in wanted}


def empty_tree(git: Git) -> str:
    """Give the id of the empty tree, which git knows even if it is not stored."""
    return git.line("hash-object", "-t", "tree", "--stdin")


def tree_entries(git: Git, commit: str, paths: Iterable[bytes]) -> dict[bytes, TreeEntry]:
    """Give the entries of a commit or a tree at some paths; folders are left out.

    Raises GitFailed if a tree on the path is missing.
    """
    entries: dict[bytes, TreeEntry] = {}
    level = {b"": (f"{commit}^{{tree}}", list(paths))}
    with git.batch_session():
        while level:
            trees = read_trees(git, {tree for tree, _ in level.values()})
            deeper: dict[bytes, tuple[str, list[bytes]]] = {}
            for folder, (tree, paths_below) in level.items():
                for path in paths_below:
                    name, is_deeper, _ = path[len(folder) :].partition(b"/")
                    mode, object_id = trees[tree].get(name, ("", ""))
                    if is_deeper and mode == TREE_MODE:
                        deeper.setdefault(folder + name + b"/", (object_id, []))[1].append(path)
                    elif mode and not is_deeper and mode != TREE_MODE:
                        entries[path] = TreeEntry(path, mode, object_id)
            level = deeper
    return entries


def file_contents(git: Git, commit: str, paths: Iterable[bytes]) -> dict[bytes, bytes]:
    """Read the files of a commit or a tree at some paths; a missing file is left out.

    Raises GitFailed if a tree on the path is missing.
    """
    blobs = {path: each.blob for path, each in tree_entries(git, commit, paths).items()}
    contents = git.object_contents(blobs.values())
    return {path: contents[blob] for path, blob in blobs.items() if blob in contents}


class ChangedEntry(NamedTuple):
    """A file of a tree, and the ids at its path in the other trees; all zeros for none."""

    entry: TreeEntry
    other_ids: tuple[str, ...]


def changed_entries(git: Git, tree: str, other_trees: Sequence[str]) -> list[ChangedEntry] | None:
    """Give the files of a tree that differ from all of the ``other_trees``, sorted by path.

    Without ``other_trees`` these are all files. Gives None if a tree is missing or larger than
    MAX_PARSED_BYTES.
    """
    changed: list[ChangedEntry] = []
    folders = [(b"", tree, tuple(other_trees))]
    while folders:
        names = {name for _, new, old in folders for name in (new, *old) if name}
        objects = git.read_objects(names)
        sizes = [len(each.data) for each in objects.values()]
        if len(sizes) < len(names) or max(sizes, default=0) > MAX_PARSED_BYTES:
            return None
        trees = {name: parse_tree(each.data, len(git.null_id)) for name, each in objects.items()}
        deeper: list[tuple[bytes, str, tuple[str, ...]]] = []
        for folder, new, old in folders:
            old_trees = [trees.get(name, {}) for name in old]
            for name, (mode, object_id), old_entries in _changed_in_tree(trees[new], old_trees):
                if mode == TREE_MODE:
                    subtrees = tuple(
                        each[1] if each[0] == TREE_MODE else "" for each in old_entries
                    )
                    deeper.append((folder + name + b"/", object_id, subtrees))
                else:
                    ids = (
                        git.null_id if each[0] in ("", TREE_MODE) else each[1]
                        for each in old_entries
                    )
                    entry = TreeEntry(folder + name, mode, object_id)
                    changed.append(ChangedEntry(entry, tuple(ids)))
        folders = deeper
    return sorted(changed, key=lambda each: each.entry.path)


_NO_ENTRY = ("", "")


def _changed_in_tree(
    new: Tree, old_trees: Sequence[Tree]
) -> Iterator[tuple[bytes, tuple[str, str], list[tuple[str, str]]]]:
    """Give each entry of ``new`` that none of ``old_trees`` has, and their entries of that name."""
    items = set(new.items()).difference(*(each.items() for each in old_trees))
    for name, entry in items:
        yield name, entry, [each.get(name, _NO_ENTRY) for each in old_trees]
