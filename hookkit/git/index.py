"""The index: its entries and conflicts, and whether another git command has locked it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.named_tuple import NamedTuple

LOCK_SUFFIX = ".lock"
"""The suffix that git adds to the name of the index for its lock file."""

LOCK_TIMEOUT = 0.5
"""Seconds to wait for another git command to release the lock on the index."""


class IndexEntry(NamedTuple):
    """An index entry and its flags: git-ls-files(1), ``-v``."""

    entry: TreeEntry
    is_skip_worktree: bool
    is_assume_unchanged: bool


def read_index(git: Git, paths: Sequence[bytes]) -> dict[bytes, IndexEntry]:
    """Give the index entries of some paths; a path that is in conflict or missing is left out."""
    staged: dict[bytes, IndexEntry] = {}
    for field in git.fields_for_paths(paths, "ls-files", "-z", "-s", "-v"):
        header, _, path = field.partition(b"\t")
        tag, mode, blob, stage = header.decode().split(" ")
        if stage == "0":
            staged[path] = IndexEntry(TreeEntry(path, mode, blob), tag in "Ss", tag.islower())
    return staged


def unmerged_paths(git: Git) -> frozenset[bytes]:
    """Give the paths that are in conflict."""
    fields = git.fields("ls-files", "-z", "-u")
    return frozenset(field.partition(b"\t")[2] for field in fields)


def staged_contents(git: Git, paths: Sequence[bytes]) -> dict[bytes, bytes]:
    """Give the contents of some paths in the index.

    A path that is in conflict or missing is left out.
    """
    if any(b"\n" in each for each in paths):  # `git cat-file --batch` reads one name per line
        staged = read_index(git, paths)
        contents = git.object_contents(each.entry.blob for each in staged.values())
        return {path: contents.get(each.entry.blob, b"") for path, each in staged.items()}
    names = {f":0:{os.fsdecode(each)}": each for each in paths}
    return {names[name]: data for name, data in git.object_contents(names).items()}


def is_index_locked_after_wait(git: Git) -> bool:
    """Whether another git command keeps the index locked for longer than LOCK_TIMEOUT."""
    lock = git.paths.index_file + LOCK_SUFFIX
    deadline = time.monotonic() + LOCK_TIMEOUT
    while os.path.exists(lock):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.02)
    return False
