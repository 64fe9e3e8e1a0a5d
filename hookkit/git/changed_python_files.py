"""The changed Python files of a commit, a range or the index, or all of a commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from hookkit.errors import Refused
from hookkit.git.commits import read_commit, shallow_boundary
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, changed_entries, empty_tree
from hookkit.named_tuple import NamedTuple

_RAW_OPTIONS = ("--raw", "-z", "-r", "--no-renames", "--no-ext-diff", "--no-abbrev")
ALL_PYTHON_FILES = ["--", "*.py"]
"""The pathspecs of all Python files."""


class Change(NamedTuple):
    """One changed file, or one of all files, as the commit or the index has it.

    ``path`` is relative to the top level, in the bytes that git has. ``mode`` is the octal tree
    mode and ``blob`` the id of the content. ``parent_blobs`` are the ids of the file's content in
    each parent, all zeros if a parent does not have the file.
    """

    path: bytes
    mode: str
    blob: str
    parent_blobs: tuple[str, ...] = ()


def commit_changes(git: Git, commit: str, specs: Sequence[str]) -> list[Change]:
    """Give the files that ``commit`` changed: of a merge only those that differ from all parents.

    Raises Refused for a commit whose parents a shallow clone does not have.
    """
    if commit in shallow_boundary(git):
        from hookkit.phrases import short_id

        sentence = f"the parent of {short_id(commit)} is not in this shallow clone"
        raise Refused(f"{sentence}: what changed is unknown", "git fetch --deepen=1")
    # With other patterns git has to compare, because only git can match them.
    if list(specs) in ([], ALL_PYTHON_FILES):
        with git.batch_session():
            read = read_commit(git, commit)
            changed = _compare_trees(git, read.tree, [f"{each}^{{tree}}" for each in read.parents])
        if changed is not None:
            return changed
    out = git.fields("diff-tree", "--root", "-c", "--no-commit-id", *_RAW_OPTIONS, commit, *specs)
    return parse_raw_diff(out)


def changes_between(git: Git, old_tree: str, new_tree: str, specs: Sequence[str]) -> list[Change]:
    """Give the files that differ between two trees or commits, as ``new_tree`` has them."""
    return parse_raw_diff(git.fields("diff-tree", *_RAW_OPTIONS, old_tree, new_tree, *specs))


def changes_between_similar_trees(git: Git, old_tree: str, new_tree: str) -> list[Change]:
    """Give the files that differ between two trees that have most of their folders in common."""
    changed = _compare_trees(git, new_tree, [old_tree])
    return changes_between(git, old_tree, new_tree, []) if changed is None else changed


def _compare_trees(git: Git, new_tree: str, old_trees: Sequence[str]) -> list[Change] | None:
    """Give the changes of a tree against others, None if a tree cannot be read."""
    entries = changed_entries(git, new_tree, old_trees)
    if entries is None:
        return None
    # git compares a root commit with an empty tree.
    root_blobs = () if old_trees else (git.null_id,)
    return [
        Change(path, mode, blob, old_blobs or root_blobs)
        for (path, mode, blob), old_blobs in entries
        if mode in REGULAR_MODES and path.endswith(b".py")
    ]


def paths_changed_by(git: Git, commits: Iterable[str], specs: Sequence[str]) -> set[bytes]:
    """Give the paths that any of ``commits`` changed, in one process."""
    listing = os.fsencode("".join(f"{commit}\n" for commit in commits))
    command = ("diff-tree", "--stdin", "--root", "-c", "--no-commit-id", *_RAW_OPTIONS, *specs)
    return {change.path for change in parse_raw_diff(git.fields(*command, data=listing))}


def staged_changes(git: Git, specs: Sequence[str]) -> list[Change]:
    """Give the staged files, compared with HEAD (on an unborn branch with the empty tree)."""
    base = git.resolve("HEAD") or empty_tree(git)
    return parse_raw_diff(
        git.fields("diff-index", "--cached", *_RAW_OPTIONS[:2], *_RAW_OPTIONS[3:], base, *specs)
    )


def all_python_files(git: Git, commit: str, specs: Sequence[str]) -> list[Change]:
    """Give every Python file of ``commit``."""
    return changes_between(git, empty_tree(git), commit, specs)


def parse_raw_diff(fields: Sequence[bytes]) -> list[Change]:
    """Read git's raw diff format (git-diff-tree(1), RAW OUTPUT FORMAT), combined or not.

    Keeps only regular ``.py`` files that exist afterwards. A combined entry has a colon, a mode and
    a blob for each parent, besides the mode and the blob of the result.
    """
    changes = []
    for header, path in zip(fields[::2], fields[1::2], strict=True):
        parents = len(header) - len(header.lstrip(b":"))
        words = header.lstrip(b":").decode().split(" ")
        mode, blobs = words[parents], words[parents + 1 : 2 * parents + 2]
        if mode in REGULAR_MODES and path.endswith(b".py"):
            changes.append(Change(path, mode, blobs[-1], tuple(blobs[:-1])))
    return changes
