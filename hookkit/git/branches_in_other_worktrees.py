"""The branches in other worktrees: checked out there, being rebased or being bisected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git

# The files with the full or short name of the branch that git checks out at the end; and the file
# with the refs that a rebase moves at its end, each followed by two lines with ids (git's
# worktree.c).
_BRANCH_FILES = ("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START")
_UPDATE_REFS = "rebase-merge/update-refs"


def branches_checked_out_elsewhere(git: Git) -> dict[str, str]:
    """Give the branches (full names) that other worktrees have checked out, each with its folder.

    A branch that is being rebased or bisected there counts too, because git checks it out at the
    end. A worktree whose folder no longer exists does not count.
    """
    listed = os.fsdecode(git.run_cached("worktree", "list", "--porcelain"))
    blocks = listed.rstrip("\n").split("\n\n")
    lines = [dict(line.partition(" ")[::2] for line in each.split("\n")) for each in blocks]
    others = _others(git, lines)
    folders = {each["branch"]: each["worktree"] for each in others if "branch" in each}
    pruned = {each["worktree"] for each in others if "prunable" in each}
    folders |= {ref: folder for folder, ref in _being_rebased(git, lines[0]["worktree"])}
    return {ref: folder for ref, folder in folders.items() if folder not in pruned}


def _others(git: Git, listed: Sequence[dict[str, str]]) -> Sequence[dict[str, str]]:
    """Leave out this worktree."""
    # The main worktree is first, listed by its git directory if that is outside of its folder.
    if os.path.realpath(git.git_dir) == os.path.realpath(git.common_dir):
        return listed[1:]
    return [each for each in listed if each["worktree"] != str(git.top)]


def _being_rebased(git: Git, main_worktree: str) -> Iterator[tuple[str, str]]:
    """Give the folder of each other worktree with the branches that it rebases or bisects."""
    folders = [git.common_dir, *sorted((git.common_dir / "worktrees").glob("*"))]
    for folder in folders:
        if os.path.realpath(folder) == os.path.realpath(git.git_dir):
            continue
        link = _first_line(folder / "gitdir")
        top = str(Path(link).parent) if link else main_worktree
        for file in _BRANCH_FILES:
            name = _first_line(folder / file)
            if name:
                yield top, HEADS + name.removeprefix(HEADS)
        for line in _lines(folder / _UPDATE_REFS)[::3]:
            yield top, line


def _first_line(file: Path) -> str:
    return next(iter(_lines(file)), "")


def _lines(file: Path) -> list[str]:
    with suppress(OSError):
        return os.fsdecode(file.read_bytes()).splitlines()
    return []
