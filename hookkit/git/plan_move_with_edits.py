"""Plan a checkout that keeps uncommitted edits, as ``git checkout --merge`` does."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import Refused
from hookkit.git.differing_paths import Difference, differences, uncommitted_paths
from hookkit.git.index import IndexEntry, read_index, unmerged_paths
from hookkit.git.merge_contents import merge_contents
from hookkit.git.process import LAZY_FETCH_ENVIRONMENT
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.rewrite_worktree_files import FileRewrite
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, TreeEntry
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.git.write_blob_tree_commit import write_blob
from hookkit.phrases import paths_phrase, short_id

_MAX_NAMES_SHOWN = 3


class EditedFile(NamedTuple):
    """A file that the move changes, with uncommitted edits or with the new content already.

    ``incoming_entry`` is the index entry as the new commit has it, ``merged_entry`` the same entry
    with the staged edits merged in, ``current_entry`` the entry before the move. ``rewrite`` is the
    file with the edits merged in, None if no file is to be written.
    """

    incoming_entry: IndexEntry
    merged_entry: IndexEntry
    rewrite: FileRewrite | None = None
    current_entry: TreeEntry | None = None


class MovePlan(NamedTuple):
    """The differences between the two commits, and the files whose edits are kept."""

    differences: tuple[Difference, ...]
    edited_files: tuple[EditedFile, ...]

    @property
    def unedited_differences(self) -> list[Difference]:
        """The differences that git itself checks out, because nobody has edited these paths."""
        paths = {each.incoming_entry.entry.path for each in self.edited_files}
        return [each for each in self.differences if each.path not in paths]


EditHandler = Callable[[Git, Path, Difference, IndexEntry | None], EditedFile | None]
"""Decides how to handle an edited path. None: the edits block the move."""


def plan_move(
    git: Git,
    old_commit: str,
    new_commit: str,
    handle_edit: EditHandler,
    extra_paths: Collection[bytes] = (),
) -> MovePlan:
    """Plan the move of index and worktree from ``old_commit`` to ``new_commit``, with their edits.

    ``handle_edit`` is called for each path that differs and has edits or is in ``extra_paths``.
    Raises Refused if uncommitted or untracked work is in the way; nothing has moved then.
    """
    top = require_worktree(git).top
    assert top is not None
    conflicted_paths = unmerged_paths(git)
    if conflicted_paths:
        raise Refused(
            f"{_shown_names(conflicted_paths)} is in conflict: resolve it first", "git status"
        )
    all_differences = tuple(differences(git, old_commit, new_commit))
    blocking_files = _blocking_files(git, top, all_differences)
    edited_paths = (
        uncommitted_paths(git, old_commit) if all_differences else set()
    ) | blocking_files.keys()
    edited_differences = [
        each for each in all_differences if each.path in edited_paths or each.path in extra_paths
    ]
    index_entries = read_index(git, [each.path for each in edited_differences])
    files_by_path = {
        each.path: handle_edit(git, top, each, index_entries.get(each.path))
        for each in edited_differences
    }
    blocked_paths = [path for path, file in files_by_path.items() if file is None]
    _raise_if_blocked(git, blocked_paths, blocking_files, new_commit)
    edited_files = tuple(file for file in files_by_path.values() if file is not None)
    return MovePlan(all_differences, edited_files)


def require_no_untracked_in_way(git: Git, incoming: Sequence[Difference]) -> None:
    """Raise Refused if an untracked or ignored file is at the path of one of ``incoming``.

    ``incoming`` are the differences to be written into the worktree. A tracked file is never in the
    way.
    """
    top = require_worktree(git).top
    assert top is not None
    tracked = set(git.fields("ls-files", "-z"))
    created = {each.path for each in incoming if each.new_entry is not None} - tracked
    occupied = [path for path in sorted(created) if _is_occupied(top, path)]
    names = {name for path in occupied for name in _untracked_at(git, top, path, tracked)}
    if names:
        raise _overwrite_refusal(names)


def _overwrite_refusal(names: Iterable[bytes]) -> Refused:
    sentence = f"{_shown_names(names)} is in no commit here, and would be overwritten"
    return Refused(f"{sentence}: move it away first", "git status --ignored")


def _raise_if_blocked(
    git: Git, blocked_paths: Sequence[bytes], blocking: Mapping[bytes, list[bytes]], new: str
) -> None:
    untracked_in_the_way = {name for path in blocked_paths for name in blocking.get(path, [])}
    if untracked_in_the_way:
        raise _overwrite_refusal(untracked_in_the_way)
    if blocked_paths:
        names = _shown_names(blocked_paths)
        sentence = f"your uncommitted edits of {names} are where {short_id(new)} changes it too"
        # `git commit -a` would also commit later edits of a staged file.
        is_staged = git.try_run("diff", "--cached", "--quiet").code == 1
        repair = "git commit" if is_staged else "git commit -a"
        raise Refused(f"{sentence}: commit them first", repair)


def _shown_names(paths: Iterable[bytes]) -> str:
    return paths_phrase(sorted(paths), _MAX_NAMES_SHOWN)


def merge_edits(
    git: Git, top: Path, difference: Difference, index_entry: IndexEntry | None
) -> EditedFile | None:
    """Merge a file's edits with the incoming change. None on a conflict."""
    _, old, new = difference
    if old is None or new is None or index_entry is None or old.mode != new.mode:
        return None
    if {old.mode, index_entry.entry.mode} - set(REGULAR_MODES):
        return None
    try:
        snapshot = read_file(top, new.path)
    except FileUnavailable:
        return None
    base, theirs, ours = (_content(git, each) for each in (old, new, index_entry.entry))
    merged_index = merge_contents(git, ours, base, theirs)
    base, theirs = (_content(git, each, "--filters") for each in (old, new))
    merged_file = merge_contents(git, snapshot.data, base, theirs)
    if merged_index is None or merged_file is None:
        return None
    entry = TreeEntry(new.path, index_entry.entry.mode, write_blob(git, merged_index))
    new_entry = IndexEntry(new, index_entry.is_skip_worktree, index_entry.is_assume_unchanged)
    rewrite = FileRewrite(snapshot, merged_file)
    return EditedFile(new_entry, new_entry._replace(entry=entry), rewrite, index_entry.entry)


def _content(git: Git, entry: TreeEntry, kind: str = "blob") -> bytes:
    """Give the content of a blob; with ``--filters`` as git writes it into the worktree."""
    path_option = [f"--path={os.fsdecode(entry.path)}"] if kind == "--filters" else []
    return git.run("cat-file", kind, *path_option, entry.blob, env=LAZY_FETCH_ENVIRONMENT)


def _blocking_files(git: Git, top: Path, changed: Sequence[Difference]) -> dict[bytes, list[bytes]]:
    """Give, for each file to be created, the files in its way that are in no commit.

    Ignored files count, because git itself would overwrite them.
    """
    created = [each.path for each in changed if each.old_entry is None]
    tracked = set(git.fields("ls-files", "-z")) if created else set()
    remaining = tracked - {each.path for each in changed if each.new_entry is None}
    file_in_folder = {folder: path for path in remaining for folder in _parent_folders(path)}
    blocking: dict[bytes, Collection[bytes]] = {}
    blocking |= {path: [file_in_folder[path]] for path in created if path in file_in_folder}
    blocking |= {
        path: files for path in created if (files := remaining & set(_parent_folders(path)))
    }
    occupied = [path for path in created if path not in tracked and _is_occupied(top, path)]
    untracked = {path: _untracked_at(git, top, path, tracked) for path in occupied}
    blocking |= {path: names for path, names in untracked.items() if names}
    return {path: sorted(names) for path, names in blocking.items()}


def _parent_folders(path: bytes) -> list[bytes]:
    names = path.split(b"/")[:-1]
    return [b"/".join(names[: end + 1]) for end in range(len(names))]


def _is_occupied(top: Path, path: bytes) -> bool:
    """Whether something is at the path of a new file, or a file at one of its folders."""
    # A symbolic link to a folder is no folder of the repository.
    is_there = os.path.lexists(top / os.fsdecode(path))
    return is_there or any(_is_file(top, each) for each in _parent_folders(path))


def _untracked_at(git: Git, top: Path, path: bytes, tracked: Collection[bytes]) -> list[bytes]:
    """Give the untracked files at the path of a new one."""
    files = [each for each in _parent_folders(path) if _is_file(top, each)]
    if files:
        return [each for each in files if each not in tracked]
    if _is_file(top, path):
        return [path]
    return git.fields_for_paths([path], "ls-files", "-z", "--others")


def _is_file(top: Path, path: bytes) -> bool:
    file = top / os.fsdecode(path)
    return os.path.lexists(file) and (file.is_symlink() or not file.is_dir())
