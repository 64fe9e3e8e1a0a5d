"""The own changes of merges, made or under way: what they change beyond git's own merge."""

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
from hookkit.git.differing_paths import differences
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.checks.merge_dry_run import merge_trees
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.phrases import paths_phrase

_MAX_NAMES = 3
_AUTHOR_VARIABLES = {
    **DRY_RUN_ENVIRONMENT,
    "GIT_AUTHOR_NAME": "hookkit",
    "GIT_AUTHOR_EMAIL": "hookkit@localhost",
}


class OwnChanges(NamedTuple):
    """The changes of a merge commit beyond git's own merge of its parents.

    ``resolved_paths`` are the changed files in which the parents have a conflict, ``paths`` the
    other changed files. ``is_known`` is False if git cannot tell or the parents have no common
    commit.
    """

    merge: LogCommit
    paths: tuple[bytes, ...] = ()
    resolved_paths: tuple[bytes, ...] = ()
    is_known: bool = True

    @property
    def path_names(self) -> str:
        """The names of the first few changed files."""
        return paths_phrase(sorted({*self.paths, *self.resolved_paths}), _MAX_NAMES)


def find_own_changes(git: Git, merges: Sequence[LogCommit]) -> list[OwnChanges]:
    """Give the own changes of those ``merges`` that have some, or for which this is unknown."""
    if not merges:
        return []
    git_options = dry_run_options(git)
    try:
        with scratch_repository(git, merges[0].parents[0]) as scratch:
            scratch.run(*git_options, "read-tree", "-m", "-u", "HEAD")
            candidates = _without_merges_by_git(scratch, git_options, merges)
            changes_of_merges = [
                _own_changes_of_merge(scratch, git_options, each) for each in candidates
            ]
    except (GitFailed, EnvironmentFailed):
        changes_of_merges = [OwnChanges(each, is_known=False) for each in merges]
    return [
        each for each in changes_of_merges if each.paths or each.resolved_paths or not each.is_known
    ]


def _without_merges_by_git(
    scratch: Git, git_options: Sequence[str], merges: Sequence[LogCommit]
) -> Sequence[LogCommit]:
    """Leave out, in one process, the merges that equal git's own merge of their parents."""
    command = ("log", "--no-walk=unsorted", "--stdin", "--remerge-diff", "--name-only")  # git 2.35
    # The newest comes first: if the result of one merge is a parent of the next, git 2.39 treats
    # the two as picks of one rebase and uses the renames of the first for the second.
    data = "".join(f"{each.id}\n" for each in reversed(merges)).encode()
    answer = scratch.try_run(*git_options, *command, "--format=%x00%H", data=data)
    if answer.code != 0 or len(merges) == 1:
        return merges
    rows = (os.fsdecode(each).split() for each in answer.out.split(b"\0")[1:])
    unchanged_ids = {commit_id for commit_id, *paths in rows if not paths}
    return [each for each in merges if len(each.parents) > 2 or each.id not in unchanged_ids]


def _own_changes_of_merge(scratch: Git, git_options: Sequence[str], merge: LogCommit) -> OwnChanges:
    tip, conflicts = merge.parents[0], set[bytes]()
    tree = ""
    for other in merge.parents[1:]:
        tree, paths = merge_trees(scratch, git_options, tip, other, must_be_clean=False)
        if not tree:
            return OwnChanges(merge, is_known=False)
        conflicts.update(paths)
        parents = ("-p", tip, "-p", other, "-m", "merged")
        tip = scratch.line(*git_options, "commit-tree", tree, *parents, env=_AUTHOR_VARIABLES)
    changed_paths = {each.path for each in differences(scratch, tree, merge.tree)}
    return OwnChanges(
        merge, tuple(sorted(changed_paths - conflicts)), tuple(sorted(changed_paths & conflicts))
    )


def may_have_own_changes(git: Git, base: str, heads: Sequence[MergeHead]) -> bool:
    """Whether a merge under way may have changes by a person, which its abort would lose.

    True for any file in conflict.
    """
    if not (git.git_dir / "MERGE_HEAD").exists():
        return False
    answer = git.try_run("write-tree")
    if answer.code != 0:  # files in conflict, some of which may be resolved
        return True
    parents = (base, *(each.id for each in heads))
    row = ("", git.null_id, os.fsdecode(answer.out).strip(), parents, "", "", "", 0, 0, "")
    return bool(find_own_changes(git, [LogCommit(*row)]))
