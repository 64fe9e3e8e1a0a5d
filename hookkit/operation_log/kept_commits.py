"""Refs that keep the commits of an entry of the log from garbage collection.

Each of these commits was on a branch or is a correction: none has uncommitted edits in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from hookkit.git.runner import Git
from hookkit.operation_log.entry import Entry

KEPT_REFS = "refs/hookkit/kept/"
"""Where a ref keeps each commit of an entry; it is not the kept correction of a commit."""


def keep_commits(git: Git, number: int, entry: Entry) -> None:
    """Keep the old and new commits of an entry. Runs one git process, none if it has no commits."""
    _update_refs(
        git, [f"update {ref} {commit}\n" for ref, commit in _kept_refs(git, number, entry).items()]
    )


def release_commits(git: Git, number: int, entry: Entry) -> None:
    """Delete the refs that keep the commits of an entry."""
    _update_refs(git, [f"delete {ref}\n" for ref in _kept_refs(git, number, entry)])


def _update_refs(git: Git, lines: list[str]) -> None:
    if lines:
        git.run("update-ref", "--stdin", data="".join(lines).encode())


def _kept_refs(git: Git, number: int, entry: Entry) -> dict[str, str]:
    ids = [commit for pair in (entry.head, entry.correction) if pair for commit in pair]
    changes = [*(() if entry.remote else entry.refs), *filter(None, [entry.remaining_correction])]
    ids += [commit for each in changes for commit in (each.old, each.new)]
    commits = [each for each in dict.fromkeys(ids) if each != git.null_id]
    prefix = f"{KEPT_REFS}{_worktree_name(git)}/{number}/"
    return {f"{prefix}{index}": commit for index, commit in enumerate(commits)}


def _worktree_name(git: Git) -> str:
    """Give a name for the worktree that stays the same when the repository is moved."""
    git_dir = os.path.realpath(git.paths.git_dir)
    return "main" if git_dir == git.paths.common_dir else f"worktrees/{os.path.basename(git_dir)}"


def unneeded_refs(git: Git, refs: Mapping[str, str], numbers: Iterable[int]) -> dict[str, str]:
    """Give the items of ``refs`` (name to id) that no entry needs any more.

    ``numbers`` are the numbers of the entries of this worktree. The refs of another worktree are
    needed as long as that worktree exists.
    """
    entry_numbers, worktree = set(numbers), _worktree_name(git)
    return {
        ref: commit
        for ref, commit in refs.items()
        if ref.startswith(KEPT_REFS)
        and not _is_needed(git, ref.removeprefix(KEPT_REFS).split("/"), worktree, entry_numbers)
    }


def _is_needed(git: Git, parts: list[str], worktree: str, entry_numbers: set[int]) -> bool:
    *other_worktree, number, _ = parts if len(parts) > 2 else ["", "", ""]
    if not number.isdecimal():
        return True
    if "/".join(other_worktree) == worktree:
        return int(number) in entry_numbers
    return other_worktree[0] == "main" or os.path.isdir(
        os.path.join(git.paths.common_dir, *other_worktree)
    )
