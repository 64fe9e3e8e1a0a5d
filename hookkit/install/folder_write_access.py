"""Check the access to a folder: whether it can be written to, and the sentence if it cannot."""

from __future__ import annotations

import errno
import os
import shlex
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.git.runner import Git


class FolderProblem(NamedTuple):
    """The reason why hookkit cannot write to a folder, and the command that shows its owner."""

    sentence: str
    inspect_command: str


def find_folder_problem(folder: Path) -> FolderProblem | None:
    """Say why ``folder`` cannot be written to, or made if it is missing; None if it can."""
    existing = folder
    while not os.path.lexists(existing) and existing != existing.parent:
        existing = existing.parent
    verb = "written" if existing == folder else "made"
    sentence = f"the folder {folder} cannot be {verb}"
    inspect_command = f"ls -ld -- {shlex.quote(str(existing))}"
    if not existing.is_dir():
        return FolderProblem(f"{sentence}: {existing} is no folder", inspect_command)
    if os.access(existing, os.W_OK | os.X_OK):
        return None
    is_read_only = hasattr(os, "statvfs") and os.statvfs(existing).f_flag & os.ST_RDONLY
    code = errno.EROFS if is_read_only else errno.EACCES
    reason = reason_of(OSError(code, os.strerror(code)))
    return FolderProblem(f"{sentence}: {reason}", inspect_command)


def find_git_dir_problem(git: Git) -> FolderProblem | None:
    """Give the first problem that keeps git and hookkit from writing to the git directory."""
    subfolders = (git.common_dir / name for name in ("objects", "refs", "hookkit"))
    for folder in dict.fromkeys((git.common_dir, git.git_dir, *subfolders)):
        problem = find_folder_problem(folder)
        if problem is not None:
            return problem  # the other folders are below, and mostly have the same problem
    return None


def require_writable_folder(folder: Path) -> None:
    """Raise EnvironmentFailed if ``folder`` can neither be written to nor made."""
    problem = find_folder_problem(folder)
    if problem is not None:
        raise EnvironmentFailed(*problem)
