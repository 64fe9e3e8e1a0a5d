"""Dry run of ``git rebase --autosquash`` for the ``fixup!`` commits of a correction."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    scratch_repository,
)
from hookkit.git.commits import Commit
from hookkit.git.index import unmerged_paths
from hookkit.git.runner import Git


class SquashFailure(NamedTuple):
    """Why commits do not squash: the files in conflict, and a message such as git's last line."""

    paths: frozenset[bytes]
    message: str


def dry_run_correction_squash(
    git: Git, tip: str, tree: str, oldest: Commit, subjects: Collection[bytes]
) -> SquashFailure | None:
    """Squash the commits from ``oldest`` to ``tip``, as ``git rebase`` does.

    ``tree`` is the tree of the correction, and ``subjects`` are the subjects of its ``fixup!``
    commits. Gives None if the rebase has no conflict, its result is ``tree``, and no commit with
    one of ``subjects`` is left. Nothing in the repository changes; no hook, no editor and no
    signing program runs.
    """
    git_options = dry_run_options(git)
    upstream = [f"{oldest.id}^"] if oldest.parents else ["--root"]
    with scratch_repository(git, tip) as scratch:
        scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD")
        # Without --rebase-merges the rebase would linearize the merged branches.
        inner_merge = scratch.line("rev-list", "-1", "--merges", tip, f"^{oldest.id}")
        merges = ["--rebase-merges"] if len(oldest.parents) > 1 or inner_merge else []
        command = ("rebase", "--quiet", "-i", "--autosquash", *merges, *upstream)
        git_result = scratch.try_run(*git_options, *command, env=DRY_RUN_ENVIRONMENT)
        if git_result.code != 0:
            return SquashFailure(
                unmerged_paths(scratch), git_result.err.strip().rpartition("\n")[2]
            )
        log_command = ("log", "-z", "--no-show-signature", "--encoding=UTF-8", "--format=%s")
        below = [f"^{parent}" for parent in oldest.parents]
        remaining_subjects = scratch.run(*log_command, "HEAD", *below).split(b"\0")
        if scratch.line("rev-parse", "HEAD^{tree}") != tree:
            return SquashFailure(frozenset(), "it would end in other files")
        if any(subject in remaining_subjects for subject in subjects):
            return SquashFailure(frozenset(), "a fixup! commit would be left")
    return None
