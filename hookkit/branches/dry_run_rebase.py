"""Dry run of ``git rebase`` for a branch, and the commits that it would leave."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.dry_run.scratch_repository import (
    DRY_RUN_ENVIRONMENT,
    dry_run_options,
    pack_new_objects,
    scratch_repository,
)
from hookkit.git.commits import Commit, read_commit, read_commits
from hookkit.git.config import read_config
from hookkit.git.differing_paths import differences
from hookkit.git.index import unmerged_paths
from hookkit.git.patch_ids import patch_ids
from hookkit.git.process import LAZY_FETCH_ENVIRONMENT
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import describe_missing_author_name
from hookkit.phrases import quote_subject, short_id

_TEXT_DRIVERS = (b"unspecified", b"set")
"""The values of the attribute ``merge`` for a file that is merged line by line."""


class ReplayedCommit(NamedTuple):
    """A commit of the branch, and the tree of the new commit on top of the target.

    ``new_tree`` is None if there is no new commit: the target has the change of the old commit, or
    the old commit merged the target. ``has_same_change`` is whether the new commit makes exactly
    the same change as the old one.
    """

    old_commit: Commit
    new_tree: str | None
    has_same_change: bool = True


class RebaseResult(NamedTuple):
    """The result of a rebase on ``onto``; ``replayed_commits`` has the oldest commit first.

    ``pack`` is a pack of the trees and files that the repository lacks. ``differing_paths`` are the
    paths whose content after the rebase is not that after a merge, which keeps all changes of both
    sides; it is None if git has no clean merge to compare with.
    """

    onto: str
    replayed_commits: tuple[ReplayedCommit, ...]
    pack: bytes
    differing_paths: tuple[bytes, ...] | None

    @property
    def picked_commits(self) -> list[ReplayedCommit]:
        """The commits that are recreated."""
        return [each for each in self.replayed_commits if each.new_tree is not None]


class RebaseStop(NamedTuple):
    """The stop of a rebase: the commit, None if git does not name it, and the files in conflict.

    If either is missing, ``message`` is the end of the sentence "BRANCH is not rebased, …".
    """

    commit: Commit | None
    paths: frozenset[bytes]
    message: str


def dry_run_branch_rebase(
    git: Git,
    onto: str,
    commits: Sequence[Commit],
    check_new_tip: Callable[[Git, str], None],
    old_base: str | None = None,
) -> RebaseResult | RebaseStop | None:
    """Rebase consecutive commits on the commit ``onto``, as ``git rebase`` does it.

    The last of ``commits`` is the tip. ``onto`` has all commits that merges among them merged.
    If the commits below them are in ``onto`` in another form, ``old_base`` is the commit below them
    (``git rebase --onto``), else None. ``check_new_tip`` is called with a Git that can also read
    the new objects, and with the id of the new tip.

    Gives RebaseStop if the rebase has a conflict or may lose the conflict resolution of a merge, or
    if an author has no name. Gives None if ``onto`` has all changes of the branch. Nothing in the
    repository changes; no hook, no editor and no signing program runs.
    """
    missing_name = describe_missing_author_name(commits)
    if missing_name is not None:
        return RebaseStop(None, frozenset(), f"because {missing_name}")
    tip = commits[-1].id
    with scratch_repository(git.with_variables(LAZY_FETCH_ENVIRONMENT), tip) as scratch:
        git_options = [*dry_run_options(git), *_partial_clone_options(git)]
        dry_run = _DryRun(git, scratch, git_options, onto, commits, old_base)
        merged_tree = dry_run.merge_tree()
        merge_base = old_base or git.line("merge-base", onto, tip)
        if merged_tree == _tree(git, onto) and commits[-1].tree != _tree(git, merge_base):
            return None
        new_commits = dry_run.rebase()
        if isinstance(new_commits, RebaseStop):
            return new_commits
        merges = [each for each in commits if len(each.parents) > 1]
        if merged_tree is None and merges:
            return _stop_for_merges(merges)
        check_new_tip(_with_objects_of(git, scratch), scratch.line("rev-parse", "HEAD"))
        replayed_commits = tuple(_replayed_commits(dry_run, new_commits))
        differing_paths = (
            None
            if merged_tree is None
            else _differing_paths(dry_run, merged_tree, replayed_commits)
        )
        pack = pack_new_objects(scratch, list(new_commits.values()), [tip, onto])
        return RebaseResult(onto, replayed_commits, pack, differing_paths)


class _DryRun(NamedTuple):
    """The commits of ``git`` to rebase, and the scratch repository that rebases them on ``onto``.

    ``git_options`` are the ``-c`` options for git there. ``old_base`` is the commit below
    ``commits``, None if they are all that ``onto`` lacks.
    """

    git: Git
    scratch: Git
    git_options: Sequence[str]
    onto: str
    commits: Sequence[Commit]
    old_base: str | None = None

    def merge_tree(self) -> str | None:
        """Give the tree of a merge of tip and ``onto``, None with conflicts or an old git."""
        base = (f"--merge-base={self.old_base}",) if self.old_base else ()  # git 2.40
        command = ("merge-tree", "--write-tree", *base, self.onto, self.commits[-1].id)  # git 2.38
        git_result = self.scratch.try_run(*self.git_options, *command)
        tree = os.fsdecode(git_result.out).partition("\n")[0]
        return tree if git_result.code == 0 and re.fullmatch("[0-9a-f]{40,64}", tree) else None

    def rebase(self) -> dict[str, Commit] | RebaseStop:
        """Rebase the commits; give the new ones by the ids of the old ones, the oldest first."""
        picks = self._commits_to_pick()
        self.scratch.run(*self.git_options, "read-tree", "-m", "-u", "HEAD")
        # A commit that becomes empty is kept at first, so that each pick has a new commit.
        options = ("--quiet", "--merge", "--no-autosquash", "--empty=keep")
        range_arguments = ("--onto", self.onto, self.old_base) if self.old_base else (self.onto,)
        git_result = self.scratch.try_run(
            *self.git_options, "rebase", *options, *range_arguments, env=DRY_RUN_ENVIRONMENT
        )
        if git_result.code != 0:
            return _rebase_stop(self.scratch, self.commits, git_result.err)
        ids = self._list_commits("HEAD", f"^{self.onto}", "--")
        if len(ids) != len(picks):
            message = f"which would end in {len(ids)} commits of {len(picks)}"
            return RebaseStop(None, frozenset(), message)
        return dict(zip(picks, read_commits(self.scratch, ids), strict=True))

    def _commits_to_pick(self) -> list[str]:
        """Give the commits that git will pick, the oldest first."""
        if self.old_base:
            return self._list_commits("--no-merges", "HEAD", f"^{self.old_base}", "--")
        # git marks a commit whose change is in ``onto`` with "=", all others with "+".
        options = ("--no-merges", "--cherry-mark", "--right-only", f"{self.onto}...HEAD", "--")
        marked, empty = self._list_commits(*options), self.empty_commits
        return [each[1:] for each in marked if each[0] == "+" or each[1:] in empty]

    @property
    def empty_commits(self) -> frozenset[str]:
        """The ids of the commits that change nothing: git keeps these in every rebase."""
        parents = self.commits[0].parents
        first_tree = _tree(self.git, parents[0] if parents else self.onto)
        trees_before = [first_tree, *(each.tree for each in self.commits)]
        pairs = zip(trees_before, self.commits, strict=False)
        return frozenset(each.id for tree, each in pairs if each.tree == tree)

    def _list_commits(self, *revisions: str) -> list[str]:
        return self.scratch.line("rev-list", "--reverse", "--topo-order", *revisions).split()


def _partial_clone_options(git: Git) -> list[str]:
    """Give the ``-c`` options with which a partial clone fetches missing objects."""
    key_pattern = re.compile(r"remote\..*\.(promisor|partialclonefilter|url)", re.DOTALL)
    entries = [each for each in read_config(git) if key_pattern.fullmatch(each.key)]
    if not any(each.key.endswith(".promisor") for each in entries):
        return []
    texts = (each.key if each.value is None else f"{each.key}={each.value}" for each in entries)
    return [word for text in texts for word in ("-c", text)]


def _tree(git: Git, commit: str) -> str:
    return read_commit(git, commit).tree


def _rebase_stop(scratch: Git, commits: Iterable[Commit], stderr: str) -> RebaseStop:
    stopped_at = scratch.resolve("REBASE_HEAD")
    commit = next((each for each in commits if each.id == stopped_at), None)
    last_line = stderr.strip().rpartition("\n")[2]
    return RebaseStop(commit, unmerged_paths(scratch), f"git says: {last_line}")


def _stop_for_merges(merges: Sequence[Commit]) -> RebaseStop:
    """Give the stop for merges whose conflict resolution a rebase would drop."""
    merge = f"{short_id(merges[0].id)} {quote_subject(merges[0].decoded_subject)}"
    message = f"because it would drop the conflict resolution of the merge {merge}"
    return RebaseStop(None, frozenset(), message)


def _with_objects_of(git: Git, scratch: Git) -> Git:
    """Give the repository with the objects of the scratch repository added to its own."""
    known_folders = git.env.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
    # In quotes, because a colon in the path would end it.
    scratch_objects = str(scratch.git_dir / "objects").replace("\\", "\\\\").replace('"', '\\"')
    folders = os.pathsep.join(filter(None, (f'"{scratch_objects}"', known_folders)))
    return git.with_variables({"GIT_ALTERNATE_OBJECT_DIRECTORIES": folders})


def _replayed_commits(
    dry_run: _DryRun, new_commits: Mapping[str, Commit]
) -> Iterator[ReplayedCommit]:
    """Give the replay of each old commit; ``new_commits`` has the new ones by the old ids."""
    ids = [*new_commits, *(each.id for each in new_commits.values())]
    patch_ids_by_commit = patch_ids(dry_run.scratch, ids, *dry_run.git_options)
    parent_tree, empty = _tree(dry_run.git, dry_run.onto), dry_run.empty_commits
    for old in dry_run.commits:
        new = new_commits.get(old.id)
        if new is None or (new.tree == parent_tree and old.id not in empty):
            yield ReplayedCommit(old, None)
        else:
            parent_tree = new.tree
            yield ReplayedCommit(
                old, new.tree, patch_ids_by_commit.get(old.id) == patch_ids_by_commit.get(new.id)
            )


def _differing_paths(
    dry_run: _DryRun, merged_tree: str, replayed_commits: Sequence[ReplayedCommit]
) -> tuple[bytes, ...]:
    trees = [each.new_tree for each in replayed_commits if each.new_tree is not None]
    new_tip_tree = trees[-1] if trees else _tree(dry_run.git, dry_run.onto)
    paths = [each.path for each in differences(dry_run.scratch, merged_tree, new_tip_tree)]
    # With a custom merge driver, or the union driver, a rebase and a merge may differ.
    data = b"".join(path + b"\0" for path in paths)
    attributes = dry_run.scratch.fields("check-attr", "-z", "--stdin", "merge", data=data)
    drivers = zip(attributes[::3], attributes[2::3], strict=True)
    return tuple(path for path, driver in drivers if driver in _TEXT_DRIVERS)
