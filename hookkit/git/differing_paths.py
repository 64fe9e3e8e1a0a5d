"""The paths that differ between two commits, or between a commit, the index and the worktree."""

from __future__ import annotations

import os

from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.named_tuple import NamedTuple

_ABSENT_MODE = "000000"


class Difference(NamedTuple):
    """A path with its entries in two commits; an entry is None if the commit lacks the path."""

    path: bytes
    old_entry: TreeEntry | None
    new_entry: TreeEntry | None


def differences(git: Git, old_commit: str, new_commit: str) -> list[Difference]:
    """Give the paths at which two commits or trees differ; a rename is two differences."""
    if old_commit == new_commit:
        return []
    command = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev")
    fields = git.run_cached(*command, old_commit, new_commit).split(b"\0")[:-1]
    found = []
    for header, path in zip(fields[::2], fields[1::2], strict=True):
        old_mode, new_mode, old, new, _ = header.decode().lstrip(":").split(" ")
        found.append(Difference(path, _entry(path, old_mode, old), _entry(path, new_mode, new)))
    return found


def _entry(path: bytes, mode: str, blob: str) -> TreeEntry | None:
    return None if mode == _ABSENT_MODE else TreeEntry(path, mode, blob)


def uncommitted_paths(git: Git, commit: str) -> set[bytes]:
    """Give the tracked paths at which the index or the worktree differs from ``commit``.

    They include all files marked ``--assume-unchanged``, and files marked ``--skip-worktree`` that
    nevertheless exist and differ.
    """
    raw = ("-z", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty")
    paths = set(git.fields("diff-index", "--cached", *raw, commit, "--"))
    paths |= set(git.fields("diff-files", *raw))
    listed = [field.partition(b"\t")[::2] for field in git.fields("ls-files", "-z", "-v", "-s")]
    paths |= {path for header, path in listed if header[:1].islower()}
    skipped = {path: header.split(b" ")[2] for header, path in listed if header[:1] == b"S"}
    return paths | {path for path in skipped if _is_edited(git, path, skipped[path].decode())}


def _is_edited(git: Git, path: bytes, blob: str) -> bool:
    """Whether something exists at a path that differs from the blob in the index."""
    assert git.top is not None
    name = os.fsdecode(path)
    file = git.top / name
    if file.is_symlink():
        link = os.fsencode(os.readlink(file))
        return git.line("hash-object", "--stdin", "--no-filters", data=link) != blob
    if not file.is_file():
        return file.exists()
    return git.line("hash-object", f"--path={name}", "--", str(file)) != blob
