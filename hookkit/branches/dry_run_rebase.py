"""Rebase a branch with git itself, in a borrowed repository."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.dry_run.autosquash import author_without_name, pack_new
from hookkit.dry_run.borrowed_repository import (
    DRY_RUN_IDENTITY,
    borrowed_repository,
    merge_settings,
)
from hookkit.git.commits import Commit, read_all, read_commit
from hookkit.git.config import read_config
from hookkit.git.differences import differences, patch_ids, unmerged
from hookkit.git.objects import author_variables, write_commit
from hookkit.git.process import WITH_FETCH
from hookkit.git.runner import Git
from hookkit.phrases import quoted, short

_TEXT_DRIVERS = (b"unspecified", b"set")
"""The values of the attribute ``merge`` for a file that is merged line by line."""


class Replayed(NamedTuple):
    """A commit of the branch, and the tree of the new commit on top of the target.

    ``tree`` is None if there is no new commit: the target has the change of the old commit, or the
    old commit merged the target. ``is_same`` is whether the new commit makes exactly the same
    change as the old one.
    """

    old: Commit
    tree: str | None
    is_same: bool = True


class Rebased(NamedTuple):
    """The result of a rebase on ``onto``; ``steps`` has each commit of the line, oldest first.

    ``pack`` is a pack of the trees and files that the repository lacks. ``differing`` are the paths
    in which the rebase ends in another content than a merge, where no change of either side can be
    missing; it is None if git has no clean merge to compare with.
    """

    onto: str
    steps: tuple[Replayed, ...]
    pack: bytes
    differing: tuple[bytes, ...] | None

    @property
    def picked(self) -> list[Replayed]:
        """The commits that are recreated."""
        return [each for each in self.steps if each.tree is not None]


class RebaseStop(NamedTuple):
    """The stop of a rebase: the commit, None if git does not name it, and the files in conflict.

    If either is missing, ``message`` is the end of the sentence "BRANCH is not rebased, …".
    """

    commit: Commit | None
    paths: frozenset[bytes]
    message: str


def rebase(
    git: Git,
    onto: str,
    line: Sequence[Commit],
    check: Callable[[Git, str], None],
    since: str | None = None,
) -> Rebased | RebaseStop | None:
    """Rebase a line of commits on the commit ``onto``, as ``git rebase`` does it.

    The last commit of the line is the tip, and ``onto`` has all commits that merges of the line
    brought in. If the commits below the line are in ``onto`` in another form, ``since`` is the
    commit below the line (``git rebase --onto``), else None. ``check`` is called with a Git that
    can also read the new objects, and with the id of the new tip.

    Gives RebaseStop if the rebase has a conflict or may lose the conflict resolution of a merge, or
    if an author has no name. Gives None if ``onto`` has all changes of the branch. Nothing in the
    repository changes; no hook, no editor and no signing program runs.
    """
    unnamed = author_without_name(line)
    if unnamed is not None:
        return RebaseStop(None, frozenset(), f"because {unnamed}")
    tip = line[-1].id
    with borrowed_repository(git.with_variables(WITH_FETCH), tip) as scratch:
        settings = [*merge_settings(git), *_partial_clone_settings(git)]
        trial = _Trial(git, scratch, settings, onto, line, since)
        merged_tree = trial.merged()
        base = since or git.line("merge-base", onto, tip)
        if merged_tree == _tree(git, onto) and line[-1].tree != _tree(git, base):
            return None
        new_commits = trial.rebased()
        if isinstance(new_commits, RebaseStop):
            return new_commits
        merges = [each for each in line if len(each.parents) > 1]
        if merged_tree is None and merges:
            return _unknown_resolution(merges)
        check(_with_objects_of(git, scratch), scratch.line("rev-parse", "HEAD"))
        steps = tuple(_replayed_commits(trial, new_commits))
        differing = None if merged_tree is None else _differing_paths(trial, merged_tree, steps)
        pack = pack_new(scratch, list(new_commits.values()), [tip, onto])
        return Rebased(onto, steps, pack, differing)


class _Trial(NamedTuple):
    """A line of commits of ``git``, and the scratch repository that rebases it on ``onto``.

    ``since`` is the commit below the line, None if the line is all that ``onto`` lacks.
    """

    git: Git
    scratch: Git
    settings: Sequence[str]
    onto: str
    line: Sequence[Commit]
    since: str | None = None

    def merged(self) -> str | None:
        """Give the tree of a merge of line and ``onto``, None with conflicts or an old git."""
        base = (f"--merge-base={self.since}",) if self.since else ()  # git 2.40
        command = ("merge-tree", "--write-tree", *base, self.onto, self.line[-1].id)  # git 2.38
        answer = self.scratch.ask(*self.settings, *command)
        tree = os.fsdecode(answer.out).partition("\n")[0]
        return tree if answer.code == 0 and re.fullmatch("[0-9a-f]{40,64}", tree) else None

    def rebased(self) -> dict[str, Commit] | RebaseStop:
        """Rebase the line; give the new commits by the ids of the old ones, the oldest first."""
        picks = self._picks()
        self.scratch.run(*self.settings, "read-tree", "-m", "-u", "HEAD")
        # A commit that becomes empty is kept at first, so that each pick has a new commit.
        options = ("--quiet", "--merge", "--no-autosquash", "--empty=keep")
        range_arguments = ("--onto", self.onto, self.since) if self.since else (self.onto,)
        answer = self.scratch.ask(
            *self.settings, "rebase", *options, *range_arguments, env=DRY_RUN_IDENTITY
        )
        if answer.code != 0:
            return _rebase_stop(self.scratch, self.line, answer.err)
        ids = self._list_commits("HEAD", f"^{self.onto}", "--")
        if len(ids) != len(picks):
            message = f"which would end in {len(ids)} commits of {len(picks)}"
            return RebaseStop(None, frozenset(), message)
        return dict(zip(picks, read_all(self.scratch, ids), strict=True))

    def _picks(self) -> list[str]:
        """Give the commits that git will pick, the oldest first."""
        if self.since:
            return self._list_commits("--no-merges", "HEAD", f"^{self.since}", "--")
        # git marks a commit whose change is in ``onto`` with "=", all others with "+".
        options = ("--no-merges", "--cherry-mark", "--right-only", f"{self.onto}...HEAD", "--")
        marked, empty = self._list_commits(*options), self.empty
        return [each[1:] for each in marked if each[0] == "+" or each[1:] in empty]

    @property
    def empty(self) -> frozenset[str]:
        """The ids of the commits that change nothing: git keeps these in every rebase."""
        parents = self.line[0].parents
        first_tree = _tree(self.git, parents[0] if parents else self.onto)
        trees_before = [first_tree, *(each.tree for each in self.line)]
        pairs = zip(trees_before, self.line, strict=False)
        return frozenset(each.id for tree, each in pairs if each.tree == tree)

    def _list_commits(self, *revisions: str) -> list[str]:
        return self.scratch.line("rev-list", "--reverse", "--topo-order", *revisions).split()


def recreate_commits(git: Git, rebased: Rebased, sign: bool) -> dict[str, str]:
    """Write the commits of a rebase to the repository itself.

    The result maps the id of each old commit to the id of its new commit. A dropped commit maps to
    the commit that takes its place: the new commit below it, or ``onto``. Author, date, message and
    encoding stay; the person who runs hookkit is the committer.
    """
    git.run("unpack-objects", "-q", data=rebased.pack)
    parent, new_ids = rebased.onto, {}
    for old, tree, _ in rebased.steps:
        if tree is not None:
            author = author_variables(old.author)
            parent = write_commit(git, tree, [parent], old.message, old.encoding, author, sign)
        new_ids[old.id] = parent
    return new_ids


def _partial_clone_settings(git: Git) -> list[str]:
    """Give the settings with which a partial clone fetches missing objects."""
    key_pattern = re.compile(r"remote\..*\.(promisor|partialclonefilter|url)", re.DOTALL)
    found = [each for each in read_config(git) if key_pattern.fullmatch(each.key)]
    if not any(each.key.endswith(".promisor") for each in found):
        return []
    texts = (each.key if each.value is None else f"{each.key}={each.value}" for each in found)
    return [word for text in texts for word in ("-c", text)]


def _tree(git: Git, commit: str) -> str:
    return read_commit(git, commit).tree


def _rebase_stop(scratch: Git, line: Iterable[Commit], stderr: str) -> RebaseStop:
    stopped_at = scratch.resolve("REBASE_HEAD")
    commit = next((each for each in line if each.id == stopped_at), None)
    last_line = stderr.strip().rpartition("\n")[2]
    return RebaseStop(commit, unmerged(scratch), f"git says: {last_line}")


def _unknown_resolution(merges: Sequence[Commit]) -> RebaseStop:
    """Give the stop for merges whose conflict resolution the rebase would drop, needed or not."""
    merge = f"{short(merges[0].id)} {quoted(merges[0].shown_subject)}"
    message = f"because what the merge {merge} resolved would go, and may be missed"
    return RebaseStop(None, frozenset(), message)


def _with_objects_of(git: Git, scratch: Git) -> Git:
    """Give the repository with the objects of the scratch repository added to its own."""
    known_folders = git.env.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
    # In quotes, because a colon in the path would end it.
    scratch_objects = str(scratch.git_dir / "objects").replace("\\", "\\\\").replace('"', '\\"')
    folders = os.pathsep.join(filter(None, (f'"{scratch_objects}"', known_folders)))
    return git.with_variables({"GIT_ALTERNATE_OBJECT_DIRECTORIES": folders})


def _replayed_commits(trial: _Trial, new_commits: Mapping[str, Commit]) -> Iterator[Replayed]:
    """Give the replay of each old commit; ``new_commits`` has the new ones by the old ids."""
    ids = [*new_commits, *(each.id for each in new_commits.values())]
    changes = patch_ids(trial.scratch, ids, *trial.settings)
    parent_tree, empty = _tree(trial.git, trial.onto), trial.empty
    for old in trial.line:
        new = new_commits.get(old.id)
        if new is None or (new.tree == parent_tree and old.id not in empty):
            yield Replayed(old, None)
        else:
            parent_tree = new.tree
            yield Replayed(old, new.tree, changes.get(old.id) == changes.get(new.id))


def _differing_paths(
    trial: _Trial, merged_tree: str, steps: Sequence[Replayed]
) -> tuple[bytes, ...]:
    trees = [each.tree for each in steps if each.tree is not None]
    end_tree = trees[-1] if trees else _tree(trial.git, trial.onto)
    paths = [each.path for each in differences(trial.scratch, merged_tree, end_tree)]
    # With a custom merge driver, or the union driver, a rebase and a merge may differ.
    data = b"".join(path + b"\0" for path in paths)
    found = trial.scratch.fields("check-attr", "-z", "--stdin", "merge", data=data)
    drivers = zip(found[::3], found[2::3], strict=True)
    return tuple(path for path, driver in drivers if driver in _TEXT_DRIVERS)
