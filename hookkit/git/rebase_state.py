"""The state of a rebase under way, read from the files of git's state directory."""

from __future__ import annotations

import os

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple


def rebased_branch(git: Git) -> str | None:
    """Give the full name of the branch that is being rebased, None without a rebase.

    "" if git does not name the branch: `git rebase --apply` names it only when it stops, and a
    rebase of a detached HEAD has no branch.
    """
    folders = [os.path.join(git.paths.git_dir, name) for name in ("rebase-merge", "rebase-apply")]
    existing = [folder for folder in folders if os.path.isdir(folder)]
    names = (_read(os.path.join(folder, "head-name")).strip() for folder in existing)
    branch = next((name for name in names if name.startswith(HEADS)), "")
    return branch if existing else None


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return ""


def read_rewritten_list(git: Git) -> str:
    """Give the lines ``OLD NEW`` of the commits that a rebase has made so far, "" for none.

    While the hook post-rewrite runs, its stdin has the same lines (sequencer.c, builtin/am.c).
    """
    for name in ("rebase-merge/rewritten-list", "rebase-apply/rewritten"):
        try:
            with open(os.path.join(git.paths.git_dir, name), encoding="ascii") as file:
                return file.read()
        except OSError:
            continue
    return ""


class RebaseUnderWay(NamedTuple):
    """A rebase of the branch ``ref`` (full name) from the commit ``orig_head`` to ``onto``."""

    ref: str
    orig_head: str
    onto: str


def read_rebase_under_way(git: Git) -> RebaseUnderWay | None:
    """Read the state of a rebase by git's merge backend (sequencer.c).

    None without such a rebase, and if its state is incomplete.
    """
    values = [read_rebase_file(git, name).strip() for name in ("head-name", "orig-head", "onto")]
    return RebaseUnderWay(*values) if all(values) else None


def is_rebase_state_incomplete(git: Git) -> bool:
    """Whether the state directory is incomplete, so that git cannot continue the rebase.

    This happens if git was killed while it wrote or removed the directory.
    """
    is_there = os.path.isdir(os.path.join(git.paths.git_dir, "rebase-merge"))
    return is_there and read_rebase_under_way(git) is None


def read_rebase_file(git: Git, name: str) -> str:
    """Read a file of the state directory, "" if it does not exist."""
    return _read(os.path.join(git.paths.git_dir, "rebase-merge", name))
