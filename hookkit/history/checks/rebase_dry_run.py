"""A rebase that is tried in a scratch repository before it is printed as a repair.

A rebase recreates the merges of a branch or drops them, and silently loses the changes that a
person made in a merge. If the branches have no common commit, files can move to other folders. So a
rebase is printed only if the dry run shows that the files stay the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    scratch_repository,
)
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.compare_histories import has_merges
from hookkit.git.differing_paths import differences
from hookkit.git.index import unmerged_paths
from hookkit.git.runner import Git
from hookkit.history.checks.merge_dry_run import merge_trees
from hookkit.phrases import paths_phrase

_MAX_NAMES = 3


class RebaseDryRun(NamedTuple):
    """The result of a rebase in a scratch repository.

    ``conflict_paths`` are the files in which it stops at a conflict, ``changed_paths`` the files
    that differ from the expected ones. ``gives_expected_files`` says that the rebase finishes with
    exactly the expected files. ``is_mergeable`` says that git can merge the two branches instead;
    it is True without a trial where the expected tree was given.
    """

    gives_expected_files: bool
    conflict_paths: tuple[bytes, ...] = ()
    changed_paths: tuple[bytes, ...] = ()
    is_mergeable: bool = False

    @property
    def is_merge_better(self) -> bool:
        """Whether git can merge the branches and the rebase does not give the same files."""
        return self.is_mergeable and not self.gives_expected_files

    @property
    def problem(self) -> str:
        """The problem as the end of a sentence, after "a rebase would"; "" if there is none."""
        if self.gives_expected_files:
            return ""
        if self.conflict_paths:
            return f"stop at a conflict in {paths_phrase(self.conflict_paths, _MAX_NAMES)}"
        return (
            f"lose or change {paths_phrase(self.changed_paths, _MAX_NAMES)}"
            if self.changed_paths
            else "not come to an end"
        )

    @property
    def problem_phrase(self) -> str:
        """The end of a sentence that says what the rebase would do wrong, "" if nothing."""
        return f"; a rebase would {self.problem}" if self.problem else ""


def try_rebase(
    git: Git, tips: Sequence[str], onto: str, *options: str, tree: str = ""
) -> RebaseDryRun:
    """Rebase ``tips`` one after the other, the first on ``onto``, and compare the resulting tree.

    ``options`` are options of ``git rebase``. ``tree`` is the expected tree, "" for the tree of a
    merge of the last tip and ``onto``. Nothing in the repository moves, and no hook runs.
    """
    try:
        *tips, onto = git.line("rev-parse", *(f"{each}^0" for each in (*tips, onto))).split()
        return _rebase(git, tips, onto, options, tree)
    except (GitFailed, EnvironmentFailed):  # no place to write, or a partial clone without network
        return RebaseDryRun(False)


def has_merges_to_keep(git: Git, tip: str, onto: str) -> bool:
    """Whether ``tip`` has merges with changes that a rebase on ``onto`` loses and a merge keeps."""
    return has_merges(git, onto, tip) and try_rebase(git, [tip], onto).is_merge_better


def _rebase(
    git: Git, tips: Sequence[str], onto: str, options: Sequence[str], tree: str
) -> RebaseDryRun:
    git_options = dry_run_options(git)
    with scratch_repository(git, tips[0]) as scratch:
        scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD")
        expected_tree = tree or merge_trees(scratch, git_options, onto, tips[-1])[0]
        for tip in tips:
            scratch.run(*git_options, "checkout", "--quiet", "--detach", tip)
            answer = scratch.try_run(
                *git_options, "rebase", "--quiet", *options, onto, env=DRY_RUN_ENVIRONMENT
            )
            if answer.code != 0:
                return RebaseDryRun(
                    False, tuple(sorted(unmerged_paths(scratch))), (), bool(expected_tree)
                )
            onto = scratch.line("rev-parse", "HEAD")
        changed_files = (
            differences(scratch, expected_tree, f"{onto}^{{tree}}") if expected_tree else []
        )
        paths = tuple(each.path for each in changed_files)
        return RebaseDryRun(bool(expected_tree) and not paths, (), paths, bool(expected_tree))
