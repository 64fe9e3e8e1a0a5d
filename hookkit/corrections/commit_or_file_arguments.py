"""The commit or range, or the files, that the arguments of run, review and accept name."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

from hookkit.corrections.files_and_lines_to_fix import FilesToFix, files_of_commit, files_of_range
from hookkit.corrections.worktree_files_to_fix import files_at_paths
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings


def parse_range(names: Sequence[str]) -> tuple[str, str] | None:
    """Give the two ends of a range, None for other arguments; an end left out is HEAD."""
    name = names[0] if len(names) == 1 else ""
    if ".." not in name or _can_only_be_path(name) or os.path.lexists(name):
        return None
    old, _, new = name.replace("...", "..").partition("..")
    return old or "HEAD", new or "HEAD"


def files_of_arguments(git: Git, settings: Settings, names: Sequence[str]) -> FilesToFix:
    """Give the files that the arguments name. Raises WrongUsage if a name is a commit and a file.

    Raises EnvironmentFailed in a bare repository if the name is not the name of a commit.
    """
    name = names[0]
    if len(names) > 1 or _can_only_be_path(name):
        return files_at_paths(git, settings, names)
    range_ends = parse_range(names)
    if range_ends:
        return files_of_range(git, settings, *range_ends)
    is_commit = git.resolve(name) is not None
    if is_commit and git.top is not None and os.path.lexists(name):
        raise WrongUsage(
            f"{name} is the name of a commit and of a file: say {name}^0 for the commit",
            shlex.join(["hookkit", "run", f"./{name}"]),
        )
    if git.top is None and not is_commit:
        raise EnvironmentFailed(f"there is no commit {name!r} here", "git branch --all")
    return (
        files_of_commit(git, settings, name) if is_commit else files_at_paths(git, settings, names)
    )


def split_revision_and_paths(git: Git, names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Give the revision that ``names`` begin with, None if there is none, and the paths.

    Raises EnvironmentFailed if the first name is neither a revision nor an existing path.
    """
    if not names:
        return None, ()
    first, *rest = names
    if parse_range([first]) is not None or git.resolve(first) is not None:
        return first, tuple(rest)
    if os.path.lexists(first):
        return None, tuple(names)
    sentence = f"there is no commit {first!r} here, and no file or folder"
    raise EnvironmentFailed(sentence, "git log --oneline --all")


def _can_only_be_path(name: str) -> bool:
    """Whether git can read a name only as a path, not as a commit or a range."""
    return name in (".", "..") or name.startswith(("./", "../", "/")) or "/../" in name
