"""The worktrees of a repository: whether there is one, which files it tracks, and paths in it."""

from __future__ import annotations

import os

from hookkit.errors import EnvironmentFailed
from hookkit.git.config import is_true
from hookkit.git.process import environment_without_hook_variables
from hookkit.git.runner import Git
from hookkit.safe_imports import enclosing_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def is_tracked(git: Git, path: str) -> bool:
    """Whether a file is in the index; ``path`` is relative to the top level."""
    return git.try_run("ls-files", "--error-unmatch", "--", f":(top,literal){path}").code == 0


def path_from_top(top: Path, name: str) -> Path | None:
    """Give the path of a file relative to ``top``; None if the file is outside of that worktree.

    ``name`` is absolute or relative to the current folder. The file need not exist, and may be a
    symbolic link to a file outside.
    """
    from pathlib import Path

    # Not Path.resolve: before Python 3.13 it raises RuntimeError for a loop of symbolic links.
    folder, file = os.path.split(os.path.abspath(name))
    place, real_top = Path(os.path.realpath(folder), file), Path(os.path.realpath(top))
    return place.relative_to(real_top) if place.is_relative_to(real_top) else None


def path_from_current_folder(git: Git, path: str) -> str:
    """Give a path, relative to the top level, as a person types it in the current folder.

    The path stays as it is if the current folder is outside of the worktree.
    """
    if git.top is None:
        return path
    top, here = os.path.realpath(git.top), os.path.realpath(os.getcwd())
    is_below = here.startswith(os.path.join(top, ""))
    return os.path.relpath(os.path.join(top, path), here) if is_below else path


def repository_of(path: str) -> Git | None:
    """Find the repository in whose worktree a file is or would be; None if there is none.

    GIT_DIR and similar variables are ignored. Raises EnvironmentFailed if git cannot use the
    repository.
    """
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    top = enclosing_repository(os.path.realpath(folder))
    if not os.path.lexists(os.path.join(top, ".git")):  # then git need not be installed
        return None
    git = Git.discover(folder, environment_without_hook_variables())
    return None if git.paths.top is None else git


def is_bare(git: Git) -> bool:
    """Whether the repository is bare (``core.bare``); False in the git directory of a worktree."""
    return git.paths.top is None and is_true(git, "core.bare")


def require_worktree(git: Git) -> Git:
    """Return ``git`` if it has a worktree. Raises EnvironmentFailed if it has none."""
    if git.paths.top is None:
        sentence = f"this command needs a worktree, and {git.paths.git_dir} is not in one"
        has_some = not is_bare(git) or os.path.isdir(f"{git.paths.common_dir}/worktrees")
        raise EnvironmentFailed(sentence, "git worktree list" if has_some else None)
    return git


def git_dirs_of_worktrees(git: Git) -> list[Path]:
    """Give the git directory that all worktrees share, and the one of each linked worktree."""
    linked = git.common_dir / "worktrees"
    return [git.common_dir, *sorted(each for each in linked.glob("*") if each.is_dir())]
