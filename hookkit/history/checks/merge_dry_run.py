"""A merge or a cherry-pick that is tried in a scratch repository."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    scratch_repository,
)
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.index import unmerged_paths
from hookkit.git.runner import Git
from hookkit.phrases import paths_phrase

_MAX_NAMES = 3
_MERGE_COMMAND = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")  # git 2.38
_OFFLINE_VARIABLES = {"GIT_ALLOW_PROTOCOL": "none"}


def would_merge_change_nothing(git: Git, onto: str, tip: str) -> bool:
    """Whether ``onto`` has all changes of ``tip``, as after a squash: a merge changes nothing.

    False also if ``tip`` has no changes, or if git cannot tell (before 2.38).
    """
    try:
        onto, tip = git.line("rev-parse", f"{onto}^0", f"{tip}^0").split()
        revisions = [f"{each}^{{tree}}" for each in (git.line("merge-base", onto, tip), onto, tip)]
        base_tree, onto_tree, tip_tree = git.line("rev-parse", *revisions).split()
        git_options = dry_run_options(git)
        with scratch_repository(git, tip) as scratch:
            scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD")
            return (
                base_tree != tip_tree
                and merge_trees(scratch, git_options, onto, tip)[0] == onto_tree
            )
    except (GitFailed, EnvironmentFailed):
        return False


def conflict_files_phrase(git: Git, tip: str, *command: str) -> str:
    """Name the files in which a cherry-pick or a merge on ``tip`` has a conflict, "" without one.

    ``command`` are the arguments of git. Nothing in the repository moves and nothing is fetched:
    the result is also "" if a partial clone lacks objects that are needed.
    """
    try:
        git_options = dry_run_options(git)
        with scratch_repository(git, tip) as scratch:
            scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD", env=_OFFLINE_VARIABLES)
            scratch.try_run(
                *git_options, *command, env={**DRY_RUN_ENVIRONMENT, **_OFFLINE_VARIABLES}
            )
            return paths_phrase(sorted(unmerged_paths(scratch)), _MAX_NAMES)
    except (GitFailed, EnvironmentFailed):
        return ""


def merge_trees(
    scratch: Git, git_options: Sequence[str], ours: str, theirs: str, must_be_clean: bool = True
) -> tuple[str, list[bytes]]:
    """Give the tree of a merge in a scratch repository, and its files in conflict.

    The tree is "" if git cannot merge, and, if ``must_be_clean``, also if there is a conflict.
    """
    answer = scratch.try_run(*git_options, *_MERGE_COMMAND, ours, theirs)
    tree, *paths = answer.out.split(b"\0")
    if answer.code not in ((0,) if must_be_clean else (0, 1)) or not tree:
        return "", []
    return os.fsdecode(tree), [path for path in paths if path]
