"""Find files, scratch folders and locks that may have been left behind."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from hookkit.git.index_update import LOCK_LINK_NAME
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import SCRATCH_PREFIX
from hookkit.git.temporary_names import (
    TEMPORARY_PREFIX,
    UNFINISHED_SUFFIX,
    has_ended,
    process_in_name,
)
from hookkit.git.worktree_paths_and_checks import git_dirs_of_worktrees

LeftoverKind = Literal["file", "folder", "lock"]

STALE_AFTER = 60 * 60
"""Age in seconds from which a file is a leftover: hookkit writes nothing for so long."""

_TEMPORARY_PATTERNS = (f":(glob)**/{TEMPORARY_PREFIX}*", ":(glob)**/.*.hookkit-*")
_OLDER_NAME_PATTERN = re.compile(r"\.?hookkit-[a-z0-9_]{8}")
_SKIPPED_FOLDERS = ("objects", "modules", "worktrees", "hooks", "lfs", "hookkit")


class Leftover(NamedTuple):
    """A file or folder that may have been left behind: its path and its age in seconds.

    ``is_ours`` says that hookkit made it. ``has_maker_ended`` says whether the process that made it
    has ended, None if that is unknown. ``is_unfinished`` says that hookkit had not written the
    whole file.
    """

    kind: LeftoverKind
    path: Path
    age: float
    is_ours: bool
    has_maker_ended: bool | None
    is_unfinished: bool = False


def find_leftovers(git: Git) -> tuple[Leftover, ...]:
    """Search this worktree, and the git directories of all worktrees of the repository."""
    scratch = [
        each
        for git_dir in git_dirs_of_worktrees(git)
        for each in git_dir.glob(f"{SCRATCH_PREFIX}*")
    ]
    possible = [_make_leftover("folder", each) for each in scratch if each.is_dir()]
    folders = [each for each in possible if each is not None]
    found = [*_temporary_files(git), *folders]
    return (*found, *_locks(git, [each for each in folders if each.has_maker_ended]))


def _temporary_files(git: Git) -> Iterator[Leftover]:
    if git.top is None:
        return
    # Ignored files too: ignore rules for editors often cover names with a leading dot.
    arguments = ("ls-files", "-z", "--others", "--full-name", "--", *_TEMPORARY_PATTERNS)
    for name in git.fields(*arguments):
        found = _make_leftover("file", git.top / os.fsdecode(name))
        if found is not None:
            yield found


def _make_leftover(kind: LeftoverKind, path: Path) -> Leftover | None:
    age = _age(path)
    if age is None:
        return None
    process = process_in_name(path.name)
    has_older_name = _OLDER_NAME_PATTERN.fullmatch(path.name) is not None
    has_maker_ended = None if process is None else has_ended(process)
    if has_maker_ended is None and age > STALE_AFTER:
        has_maker_ended = True
    is_unfinished = path.name.endswith(UNFINISHED_SUFFIX)
    is_ours = process is not None or has_older_name or ".hookkit-" in path.name[1:]
    return Leftover(kind, path, age, is_ours, has_maker_ended if is_ours else None, is_unfinished)


def _locks(git: Git, ended_folders: list[Leftover]) -> Iterator[Leftover]:
    for git_dir in git_dirs_of_worktrees(git):
        for path in _lock_files(git_dir):
            age = _age(path)
            if age is not None:
                is_ours = any(
                    _is_same_file(path, each.path / LOCK_LINK_NAME) for each in ended_folders
                )
                yield Leftover("lock", path, age, is_ours, is_ours or None)


def _lock_files(git_dir: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(git_dir):
        path = Path(folder)
        if path == git_dir:
            folders[:] = [
                each
                for each in folders
                if each not in _SKIPPED_FOLDERS and not each.startswith(SCRATCH_PREFIX)
            ]
            yield from git_dir.glob("objects/*.lock")
            yield from git_dir.glob("objects/info/**/*.lock")
            yield from git_dir.glob("objects/pack/*.lock")
        yield from (path / each for each in sorted(names) if each.endswith(".lock"))


def _is_same_file(lock: Path, link: Path) -> bool:
    try:
        return os.path.samefile(lock, link)
    except OSError:
        return False


def _age(path: Path) -> float | None:
    """Give the seconds since a path was modified; None if it has just gone."""
    try:
        return max(time.time() - path.lstat().st_mtime, 0)
    except OSError:
        return None
