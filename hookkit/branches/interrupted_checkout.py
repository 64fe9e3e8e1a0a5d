"""Find the files that an interrupted checkout has written, and restore them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.differing_paths import Difference, differences
from hookkit.git.index import IndexEntry, read_index
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.rewrite_worktree_files import FileRewrite
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.git.trees import REGULAR_MODES, REMOVED_MODE, TreeEntry
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.operation_log.entry import FileChange

_FULL_INDEX_OPTIONS = ("-c", "core.splitIndex=false", "-c", "index.sparse=false")

_SYMLINK_MODE = "120000"


class IndexProgress(NamedTuple):
    """How many paths the index has as in the old and in the new commit, of those that differ."""

    old_count: int
    new_count: int
    path_count: int

    @property
    def is_nearer_new_commit(self) -> bool:
        """Whether the checkout has replaced the index, even if files were staged since."""
        return self.new_count > self.old_count

    @property
    def is_at_new_commit(self) -> bool:
        """Whether the index has every such path as in the new commit, and there is one."""
        return self.new_count == self.path_count > 0


def compare_index(
    git: Git, old: str, new: str, edited_files: Iterable[FileChange]
) -> IndexProgress:
    """Compare the index with two commits; ``edited_files`` are the files with uncommitted edits."""
    changed_files = differences(git, old, new)
    edited_blobs = {
        each.path: [compute_blob_id(git, content) for content in each.index]
        for each in edited_files
        if each.index is not None
    }
    index_entries = read_index(git, [each.path for each in changed_files])
    old_count = new_count = 0
    for path, *entries in changed_files:
        entry = _entry_in_index(index_entries, path)
        blobs = edited_blobs.get(path)
        if blobs is not None:
            is_old, is_new = (entry is not None and entry.blob == each for each in blobs)
        else:
            is_old, is_new = (entry == each for each in entries)
        old_count, new_count = old_count + is_old, new_count + is_new
    return IndexProgress(old_count, new_count, len(changed_files))


def _entry_in_index(index_entries: Mapping[bytes, IndexEntry], path: bytes) -> TreeEntry | None:
    return index_entries[path].entry if path in index_entries else None


def has_checkout_changed_files(
    git: Git, changed_files: Sequence[Difference], file_rewrites: Iterable[FileRewrite]
) -> bool:
    """Whether a checkout has changed any file, while the index is as it was before.

    ``changed_files`` are the paths that git checks out, ``file_rewrites`` the files with
    uncommitted edits, which hookkit writes. Edits that a person has made since do not count.
    """
    top = require_worktree(git).top
    assert top is not None
    command = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules")
    edited_paths = set(git.fields(*command))
    candidates = [
        each
        for each in changed_files
        if each.path in edited_paths
        or each.old_entry is None
        and os.path.lexists(top / os.fsdecode(each.path))
    ]
    has_written_file = any(
        fully_or_partly_written_entry(git, top, each) is not None for each in candidates
    )
    return has_written_file or any(_is_written(each) for each in file_rewrites)


def _is_written(rewrite: FileRewrite) -> bool:
    snapshot = rewrite.snapshot
    with suppress(FileUnavailable):
        return (
            rewrite.data != snapshot.data
            and read_file(snapshot.top, snapshot.name).data == rewrite.data
        )
    return False


def restore_files(git: Git, old_commit: str, changed_files: Sequence[Difference]) -> None:
    """Restore the files of an interrupted checkout to their content in the commit ``old_commit``.

    Every other file stays as it is, even one that was edited or staged meanwhile. Raises GitFailed
    if the files cannot be restored.
    """
    top = require_worktree(git).top
    assert top is not None
    index_entries = read_index(git, [each.path for each in changed_files])
    unchanged_in_index = [
        each
        for each in changed_files
        if _entry_in_index(index_entries, each.path) == each.old_entry
    ]
    entries = (fully_or_partly_written_entry(git, top, each) for each in unchanged_in_index)
    written_entries = [entry for entry in entries if entry is not None]
    if not written_entries:
        return
    with scratch_folder(git.git_dir) as folder:
        # A temporary index with the files as they are in the worktree now.
        env = {"GIT_INDEX_FILE": str(folder / "index")}
        git.run(*_FULL_INDEX_OPTIONS, "read-tree", old_commit, env=env)
        lines = b"".join(each.index_info for each in _sort_removals_first(written_entries))
        git.run(
            *_FULL_INDEX_OPTIONS, "update-index", "-z", "--add", "--index-info", data=lines, env=env
        )
        git.try_run(*_FULL_INDEX_OPTIONS, "update-index", "-q", "--refresh", env=env)
        tree = git.line(*_FULL_INDEX_OPTIONS, "write-tree", "--missing-ok", env=env)
        command = ("read-tree", "-m", "-u", "--no-recurse-submodules", tree, old_commit)
        git.run(*_FULL_INDEX_OPTIONS, *command, env=env)


def fully_or_partly_written_entry(git: Git, top: Path, difference: Difference) -> TreeEntry | None:
    """Give the tree entry of a path as it is in the worktree, None if git did not write it so."""
    return fully_written_entry(git, top, difference) or _entry_partly_written(git, top, difference)


def _entry_partly_written(git: Git, top: Path, difference: Difference) -> TreeEntry | None:
    """Give the entry of a path that git removed, or was writing when interrupted; else None.

    git writes a file by unlinking the old one first (entry.c, write_entry).
    """
    path, old, new = difference
    file = top / os.fsdecode(path)
    if not os.path.lexists(file):
        return None if old is None else TreeEntry(path, REMOVED_MODE, git.null_id)
    if new is None or new.mode not in REGULAR_MODES or file.is_symlink() or not file.is_file():
        return None
    name = os.fsdecode(path)
    data = file.read_bytes()
    whole_content = git.try_run("cat-file", "--filters", f"--path={name}", new.blob).out
    if data == whole_content or not whole_content.startswith(data):
        return None
    blob = git.line("hash-object", f"--path={name}", "--", str(file))
    return TreeEntry(path, new.mode, blob)


def _sort_removals_first(entries: Iterable[TreeEntry]) -> list[TreeEntry]:
    """Put removals first: a new entry may need the path of a removed folder or file."""
    return sorted(entries, key=lambda each: each.mode != REMOVED_MODE)


def fully_written_entry(git: Git, top: Path, difference: Difference) -> TreeEntry | None:
    """Give the entry of a path in the worktree, None if it is not as the checkout makes it."""
    path, old, new = difference
    file = top / os.fsdecode(path)
    if new is None:
        is_folder = file.is_dir() and not file.is_symlink()
        is_gone = is_folder or not os.path.lexists(file)
        return TreeEntry(path, REMOVED_MODE, git.null_id) if is_gone else None
    if file.is_symlink():
        link = os.fsencode(os.readlink(file))
        link_blob = git.line("hash-object", "--stdin", "--no-filters", data=link)
        return new if (new.mode, new.blob) == (_SYMLINK_MODE, link_blob) else None
    if not file.is_file() or new.mode not in REGULAR_MODES:
        return None
    blob = git.line("hash-object", f"--path={os.fsdecode(path)}", "--", str(file))
    entry = TreeEntry(path, "100755" if file.stat().st_mode & 0o100 else "100644", blob)
    return entry if blob == new.blob and entry != old else None
