"""A rebase that is tried in a scratch repository before it is printed as a repair.

A rebase recreates the merges of a branch or drops them, and silently loses the changes that a
person made in a merge. If the branches have no common commit, files can move to other folders. So a
rebase is printed only if the dry run shows that the files stay the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    scratch_repository,
)
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.commit_range import has_merges
from hookkit.git.differing_paths import differences, unmerged_paths
from hookkit.git.runner import Git
from hookkit.phrases import path_names

_MAX_NAMES = 3
_MERGE_COMMAND = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")  # git 2.38


class RebaseResult(NamedTuple):
    """The result of a rebase.

    ``conflict_paths`` are the files in which it stops at a conflict, ``changed_paths`` the files
    that differ from the expected ones. ``is_exact`` says that the rebase finishes with exactly the
    expected files. ``is_mergeable`` says that git can merge the two branches instead.
    """

    is_exact: bool
    conflict_paths: tuple[bytes, ...] = ()
    changed_paths: tuple[bytes, ...] = ()
    is_mergeable: bool = False

    @property
    def is_merge_better(self) -> bool:
        """Whether git can merge the branches and the rebase does not give the same files."""
        return self.is_mergeable and not self.is_exact

    @property
    def problem(self) -> str:
        """The problem as the end of a sentence, after "a rebase would"; "" if there is none."""
        if self.is_exact:
            return ""
        if self.conflict_paths:
            return f"stop at a conflict in {_name_paths(self.conflict_paths)}"
        return (
            f"lose or change {_name_paths(self.changed_paths)}"
            if self.changed_paths
            else "not come to an end"
        )


def try_rebase(
    git: Git, tips: Sequence[str], onto: str, *options: str, tree: str = ""
) -> RebaseResult:
    """Rebase ``tips`` one after the other, the first on ``onto``, and compare the resulting tree.

    ``options`` are options of ``git rebase``. ``tree`` is the expected tree, "" for the tree of a
    merge of the last tip and ``onto``. Nothing in the repository moves, and no hook runs.
    """
    try:
        *tips, onto = git.line("rev-parse", *(f"{each}^0" for each in (*tips, onto))).split()
        return _rebase(git, tips, onto, options, tree)
    except (GitFailed, EnvironmentFailed):  # no place to write, or a partial clone without network
        return RebaseResult(False)


def has_all_changes(git: Git, onto: str, tip: str) -> bool:
    """Whether ``onto`` has all changes of ``tip``, as after a squash: a merge changes nothing.

    False also if git cannot tell (before 2.38).
    """
    try:
        onto, tip = git.line("rev-parse", f"{onto}^0", f"{tip}^0").split()
        revisions = [f"{each}^{{tree}}" for each in (git.line("merge-base", onto, tip), onto, tip)]
        base_tree, onto_tree, tip_tree = git.line("rev-parse", *revisions).split()
        settings = dry_run_options(git)
        with scratch_repository(git, tip) as scratch:
            scratch.run(*settings, "read-tree", "-m", "-u", "HEAD")
            return (
                base_tree != tip_tree and merge_trees(scratch, settings, onto, tip)[0] == onto_tree
            )
    except (GitFailed, EnvironmentFailed):
        return False


def has_merges_to_keep(git: Git, tip: str, onto: str) -> bool:
    """Whether ``tip`` has merges with changes that a rebase on ``onto`` loses and a merge keeps."""
    return has_merges(git, onto, tip) and try_rebase(git, [tip], onto).is_merge_better


def _rebase(
    git: Git, tips: Sequence[str], onto: str, options: Sequence[str], tree: str
) -> RebaseResult:
    settings = dry_run_options(git)
    with scratch_repository(git, tips[0]) as scratch:
        scratch.run(*settings, "read-tree", "-m", "-u", "HEAD")
        expected_tree = tree or merge_trees(scratch, settings, onto, tips[-1])[0]
        for tip in tips:
            scratch.run(*settings, "checkout", "--quiet", "--detach", tip)
            answer = scratch.try_run(
                *settings, "rebase", "--quiet", *options, onto, env=DRY_RUN_ENVIRONMENT
            )
            if answer.code != 0:
                return RebaseResult(
                    False, tuple(sorted(unmerged_paths(scratch))), (), bool(expected_tree)
                )
            onto = scratch.line("rev-parse", "HEAD")
        changed_files = (
            differences(scratch, expected_tree, f"{onto}^{{tree}}") if expected_tree else []
        )
        paths = tuple(each.path for each in changed_files)
        return RebaseResult(bool(expected_tree) and not paths, (), paths, bool(expected_tree))


def conflict_files_phrase(git: Git, tip: str, *command: str) -> str:
    """Name the files in which a cherry-pick or a merge on ``tip`` has a conflict, "" without one.

    ``command`` are the arguments of git. Nothing in the repository moves and nothing is fetched:
    the result is also "" if a partial clone lacks objects that are needed.
    """
    try:
        settings = dry_run_options(git)
        with scratch_repository(git, tip) as scratch:
            scratch.run(*settings, "read-tree", "-m", "-u", "HEAD", env=_OFFLINE_VARIABLES)
            scratch.try_run(*settings, *command, env={**DRY_RUN_ENVIRONMENT, **_OFFLINE_VARIABLES})
            return _name_paths(sorted(unmerged_paths(scratch)))
    except (GitFailed, EnvironmentFailed):
        return ""


_OFFLINE_VARIABLES = {"GIT_ALLOW_PROTOCOL": "none"}


def merge_trees(
    scratch: Git, settings: Sequence[str], ours: str, theirs: str, must_be_clean: bool = True
) -> tuple[str, list[bytes]]:
    """Give the tree of a merge in a scratch repository, and its files in conflict.

    The tree is "" if git cannot merge, and, if ``must_be_clean``, also if there is a conflict.
    """
    answer = scratch.try_run(*settings, *_MERGE_COMMAND, ours, theirs)
    tree, *paths = answer.out.split(b"\0")
    if answer.code not in ((0,) if must_be_clean else (0, 1)) or not tree:
        return "", []
    return os.fsdecode(tree), [path for path in paths if path]


def _name_paths(paths: Sequence[bytes]) -> str:
    return path_names(paths, _MAX_NAMES)
