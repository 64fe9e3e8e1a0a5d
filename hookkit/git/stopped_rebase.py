"""The rebase that is in progress, read from git's state directory ``rebase-merge``."""

from __future__ import annotations

import os

from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple


class StoppedRebase(NamedTuple):
    """A rebase of the branch ``ref`` (its full name), from the commit ``old`` on to ``onto``."""

    ref: str
    old: str
    onto: str


def stopped_rebase(git: Git) -> StoppedRebase | None:
    """Read the state of a rebase by git's merge backend (sequencer.c); None without one."""
    found = [read_rebase_file(git, name).strip() for name in ("head-name", "orig-head", "onto")]
    return StoppedRebase(*found) if all(found) else None


def is_cut_off(git: Git) -> bool:
    """Whether the state directory is incomplete, so that git cannot continue the rebase.

    That is so where git was killed while it wrote or removed the directory.
    """
    is_there = os.path.isdir(os.path.join(git.paths.git_dir, "rebase-merge"))
    return is_there and stopped_rebase(git) is None


def read_rebase_file(git: Git, name: str) -> str:
    """Read a file of the state directory, "" where it does not exist."""
    try:
        with open(os.path.join(git.paths.git_dir, "rebase-merge", name), "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return ""
