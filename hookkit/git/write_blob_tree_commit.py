"""Create objects: the blob, tree or commit for some content, and write it.

git unpacks the objects from a pack on its stdin (git-unpack-objects(1)), as it does with a push. It
compresses and stores each object as at a commit, with the configured permissions, syncing and
object folders, and ignores objects that exist. gitdb, which comes with GitPython, supports only
SHA-1, and its import takes longer than this process.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping, Sequence

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.commits import Commit
from hookkit.git.compute_object_ids import NewObject, hash_bytes, object_id
from hookkit.git.config import is_true
from hookkit.git.runner import Git
from hookkit.git.trees import REMOVED_MODE, TREE_MODE, TreeEntry, read_trees
from hookkit.phrases import short_id

# `git commit-tree` refuses a name that has only these bytes (ident.c, crud); `git rebase` does not.
_IGNORED_NAME_BYTES = bytes(range(33)) + b".,:;<>\"\\'"

_PACK_TYPES = {"commit": 1, "tree": 2, "blob": 3}
"""gitformat-pack(5), "Object types"."""


def write_objects(git: Git, objects: Iterable[NewObject]) -> None:
    """Write objects in one git process, or in none if ``git`` has written all of them before."""
    objects_by_id = {object_id(git, each): each for each in objects}
    missing = {name: each for name, each in objects_by_id.items() if name not in git.written_ids}
    if missing:
        pack = b"PACK" + b"".join(each.to_bytes(4, "big") for each in (2, len(missing)))
        pack += b"".join(map(_pack_entry, missing.values()))
        git.run("unpack-objects", "-q", data=pack + hash_bytes(git, pack))
        git.written_ids.update(missing)


def _pack_entry(new_object: NewObject) -> bytes:
    """Give an object as a pack entry: type and size, seven bits a byte, and the content."""
    size = len(new_object.data)
    remaining_size, header = size >> 4, [_PACK_TYPES[new_object.type] << 4 | size & 15]
    while remaining_size:
        header[-1] |= 0x80
        header.append(remaining_size & 0x7F)
        remaining_size >>= 7
    # Without compression: git compresses the object again.
    return bytes(header) + zlib.compress(new_object.data, 0)


def write_blob(git: Git, data: bytes) -> str:
    """Write ``data`` as it is, no filter applied, and give its id."""
    blob = NewObject("blob", data)
    write_objects(git, [blob])
    return object_id(git, blob)


def write_tree(git: Git, base: str | None, entries: Iterable[TreeEntry]) -> str:
    """Write the tree of ``base`` (empty if None) with ``entries`` replaced, and give its id."""
    objects = new_trees(git, base, entries)
    write_objects(git, objects)
    return object_id(git, objects[-1])


def new_trees(git: Git, base: str | None, entries: Iterable[TreeEntry]) -> list[NewObject]:
    """Give the trees that ``write_tree`` has to write, the root tree last.

    Entries are set one after the other; one whose mode is REMOVED_MODE is deleted, and so are
    folders that become empty. Only the trees on the path to an entry are read, so that a partial
    clone need not have the rest. Raises GitFailed if an entry would replace a folder by a file or a
    file by a folder, or where a tree is missing.
    """
    with git.batch_session():
        root = _Folder(git, f"{base}^{{tree}}" if base else None)
        for each in entries:
            root.set_entry(each.path, each)
        return root.objects()


class _Folder:
    """A tree whose entries are changed; a subtree is read when something in it changes."""

    def __init__(self, git: Git, name: str | None) -> None:
        """Begin with the tree of this name, or with nothing."""
        self._git = git
        self._entries = dict(read_trees(git, [name])[name]) if name else {}
        self._folders: dict[bytes, _Folder] = {}

    def set_entry(self, path: bytes, entry: TreeEntry) -> None:
        """Set the entry at a path relative to this folder."""
        name, is_deeper, path_below = path.partition(b"/")
        mode, old_id = self._entries.get(name, ("", ""))
        if mode and (mode == TREE_MODE) != bool(is_deeper):
            if entry.mode == REMOVED_MODE:
                return
            message = f"{os.fsdecode(entry.path)} is in the way of another entry"
            raise GitFailed(("mktree",), 1, message)
        if is_deeper:
            subfolder = self._folders.get(name) or _Folder(self._git, old_id or None)
            subfolder.set_entry(path_below, entry)
            self._set_subfolder(name, subfolder)
        elif entry.mode == REMOVED_MODE:
            self._entries.pop(name, None)
        else:
            self._entries[name] = (entry.mode, entry.blob)

    def _set_subfolder(self, name: bytes, subfolder: _Folder) -> None:
        if subfolder._entries:
            self._folders[name], self._entries[name] = subfolder, (TREE_MODE, "")
        else:
            self._folders.pop(name, None)
            self._entries.pop(name, None)

    def objects(self) -> list[NewObject]:
        """Give the changed trees, subtrees before the tree that has them."""
        objects: list[NewObject] = []
        for name, subfolder in self._folders.items():
            objects += subfolder.objects()
            self._entries[name] = (TREE_MODE, object_id(self._git, objects[-1]))
        # git sorts a folder as if its name ended with a slash (tree.c, base_name_compare).
        by_name = sorted(
            self._entries.items(), key=lambda each: each[0] + b"/" * (each[1][0] == TREE_MODE)
        )
        lines = (
            b"%s %s\0%s" % (mode.encode(), name, bytes.fromhex(object_name))
            for name, (mode, object_name) in by_name
        )
        return [*objects, NewObject("tree", b"".join(lines))]


def author_variables(line: bytes) -> dict[str, str]:
    """Turn the author line of a commit object into the variables that git commit-tree reads."""
    person, _, date = line.rpartition(b"> ")
    name, _, address = person.partition(b"<")
    seconds, _, zone = date.partition(b" ")
    return {
        "GIT_AUTHOR_NAME": os.fsdecode(name.strip()),
        "GIT_AUTHOR_EMAIL": os.fsdecode(address),
        "GIT_AUTHOR_DATE": f"@{os.fsdecode(seconds)} {os.fsdecode(zone)}",
    }


def _committer(git: Git) -> bytes:
    """Give the committer line of a commit object for the person who runs hookkit, now."""
    # The author of the corrected commit does not make the correction.
    if not git.committer:
        result = git.try_run("var", "GIT_COMMITTER_IDENT")
        if result.code != 0:
            repair = "git config user.name 'Your Name' && git config user.email you@example.com"
            raise EnvironmentFailed("git does not know whose commit this would be", repair)
        git.committer.append(result.out.rstrip(b"\n"))
    return git.committer[0]


def new_commit(
    git: Git, tree: str, parents: Sequence[str], message: bytes, encoding: str | None = None
) -> NewObject | None:
    """Give the commit that ``write_commit`` would make for the person who runs hookkit.

    None if git would change the message (commit.c, commit_tree_extended), so that git itself has
    to make the commit. Raises EnvironmentFailed if git does not know the committer.
    """
    person = _committer(git)
    header = [b"tree " + tree.encode(), *(b"parent " + each.encode() for each in parents)]
    header += [b"author " + person, b"committer " + person]
    is_utf8 = (encoding or "utf-8").lower() in ("utf-8", "utf8")
    header += [] if is_utf8 else [f"encoding {encoding}".encode("ascii", "replace")]
    data = b"\n".join(header) + b"\n\n" + message
    try:
        data.decode("utf-8" if is_utf8 else "latin-1")
    except UnicodeDecodeError:
        return None
    return None if b"\0" in data else NewObject("commit", data)


def write_commit(
    git: Git,
    tree: str,
    parents: Sequence[str],
    message: bytes,
    encoding: str | None = None,
    author: Mapping[str, str] | None = None,
    sign: bool = False,
) -> str:
    """Make a commit object and give its id. No ref points to it yet, and no hook runs.

    ``message`` is in ``encoding`` (UTF-8 if None). ``author`` has the variables of
    ``author_variables``, None for the person who runs hookkit, now. The commit is signed only if
    ``sign`` is True: commit-tree ignores ``commit.gpgSign``. Raises EnvironmentFailed if git does
    not know the committer.
    """
    identity_env = {**author_variables(_committer(git)), **(author or {})}
    encoding_options = ["-c", f"i18n.commitEncoding={encoding or 'utf-8'}"]
    parent_options = [word for parent in parents for word in ("-p", parent)]
    options = [*(["-S"] if sign else []), *parent_options, "-F", "-"]
    command = [*encoding_options, "commit-tree", *options, tree]
    return git.line(*command, data=message, env=identity_env)


def signs_commits(git: Git) -> bool:
    """Whether the person wants their commits signed (``commit.gpgSign``)."""
    return is_true(git, "commit.gpgsign")


def describe_missing_author_name(commits: Iterable[Commit]) -> str | None:
    """Give a sentence on the first commit whose author name git refuses; None if there is none."""
    for each in commits:
        name, _, _ = each.author.partition(b"<")
        if not name.strip(_IGNORED_NAME_BYTES):
            return f"the author of {short_id(each.id)} has no name"
    return None
