"""The rebase that is under way here, by git's own notes of it."""

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
    """Read what git notes of a rebase by its merge backend (sequencer.c); None without one."""
    found = [read_rebase_file(git, name).strip() for name in ("head-name", "orig-head", "onto")]
    return StoppedRebase(*found) if all(found) else None


def is_cut_off(git: Git) -> bool:
    """Whether git was ended while it made or removed these notes: it can do nothing with them."""
    is_there = os.path.isdir(os.path.join(git.places.git_dir, "rebase-merge"))
    return is_there and stopped_rebase(git) is None


def read_rebase_file(git: Git, name: str) -> str:
    """Read a file of those notes, "" where it is not there."""
    try:
        with open(os.path.join(git.places.git_dir, "rebase-merge", name), "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return ""
