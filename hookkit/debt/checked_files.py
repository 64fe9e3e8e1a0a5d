"""The files to check: all of the worktree, the staged files, or the files changed in a range."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from hookkit.debt.baseline import NAME, Baseline
from hookkit.debt.commit_contents import blobs_at, read_blobs
from hookkit.debt.flake8_process import CONFIGURATIONS
from hookkit.debt.linting import Flake8Run, Lint, PluginCode, started_linting
from hookkit.debt.started_flake8 import StartedFlake8
from hookkit.debt.stored_baseline import (
    commit_baseline,
    fork_baseline,
    index_baseline,
    worktree_baseline,
)
from hookkit.debt.tracked_files import is_printable, python_names, tracked_contents
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.changes import Change, changes_between, staged_changes
from hookkit.git.commits import read_commit
from hookkit.git.differences import unmerged
from hookkit.git.runner import Git
from hookkit.git.worktree import typed_path
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import path_text, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.logging_rules import Kind

_FILES_AT_ONCE = 200
"""How many files are in memory at a time."""


class CheckedFiles(NamedTuple):
    """The checked files with flake8's findings, and the baseline to compare them with.

    ``subject`` names the checked state in reports ("the worktree", "the index", a range or a
    commit). ``paths`` are the checked files, ``existing`` all Python files of that state; files
    whose names are not UTF-8 are left out. ``baseline`` is None if there is none. For a range,
    ``fork`` is the commit that has ``baseline`` ("" otherwise), and ``after`` is the
    baseline at its end (None if there is none). ``remark`` is a sentence about the baseline, ""
    for none.
    """

    subject: str
    paths: frozenset[str]
    existing: frozenset[str]
    found: Flake8Run
    baseline: Baseline | None
    after: Baseline | None = None
    fork: str = ""
    remark: str = ""


def checked_worktree(
    git: Git, with_local_plugins: bool, lint: Lint | None = None, kind: Kind = "style"
) -> CheckedFiles:
    """Check all Python files that git tracks, as they are in the worktree.

    ``with_local_plugins`` runs the repository's own plugins even if the person does not trust them.
    ``lint`` runs flake8 elsewhere (on a cluster). Raises EnvironmentFailed in a bare repository.
    """
    if git.top is None:
        sentence = "there is no worktree here: name the commits"
        raise EnvironmentFailed(sentence, "hookkit debt check HEAD~1..HEAD")
    contents = tracked_contents(git)
    code = PluginCode(None, with_local_plugins)
    names = frozenset(path_text(each) for each in contents if each.endswith(b".py"))
    with started_linting(git, [contents], code, lint=lint, kind=kind) as wait:
        baseline = worktree_baseline(git)
        return CheckedFiles("the worktree", names, names, wait(None), baseline)


def checked_index(
    git: Git,
    lint: Lint | None = None,
    kind: Kind = "style",
    flake8: StartedFlake8 | None = None,
) -> CheckedFiles:
    """Check the Python files of the index that differ from HEAD or are not in HEAD.

    ``lint`` runs flake8 elsewhere (on a cluster); ``flake8`` is a process that was started before.
    Raises Refused if the baseline is in conflict.
    """
    if NAME.encode() in unmerged(git):
        repair = f"git add {typed_path(git, NAME)}"
        raise Refused("the baseline is in conflict in the index", repair)
    changed = [each for each in staged_changes(git, []) if is_printable(each.path)]
    contents = _contents(git, "", changed)
    code = PluginCode("")
    with started_linting(git, contents, code, lint=lint, kind=kind, flake8=flake8) as wait:
        paths = frozenset(path_text(each.path) for each in changed)
        existing, baseline = python_names(git, ""), index_baseline(git)
        return CheckedFiles("the index", paths, existing, wait(None), baseline)


def checked_range(
    git: Git, old: str, new: str, lint: Lint | None = None, kind: Kind = "style"
) -> CheckedFiles:
    """Check the files that ``new`` has changed since its merge base with ``old``.

    The findings are compared with the baseline of the merge base. ``lint`` runs flake8 elsewhere
    (on a cluster). Raises EnvironmentFailed if the clone has no common commit of the two.
    """
    base, tip = read_commit(git, old), read_commit(git, new)
    answer = git.ask("merge-base", base.id, tip.id)
    if answer.code != 0:
        raise EnvironmentFailed(
            f"{old} and {new} have no common commit here: what is new is unknown",
            "git fetch --unshallow" if git.is_shallow else None,
        )
    fork = os.fsdecode(answer.out).strip()
    changed = [each for each in changes_between(git, fork, tip.id, []) if is_printable(each.path)]
    contents = _contents(git, tip.id, changed)
    with started_linting(git, contents, PluginCode(tip.id), lint=lint, kind=kind) as wait:
        before = fork_baseline(git, fork)
        return CheckedFiles(
            f"{short(fork)}..{short(tip.id)}",
            frozenset(path_text(each.path) for each in changed),
            python_names(git, tip.id),
            wait(None),
            before.baseline,
            commit_baseline(git, tip.id),
            before.commit,
            before.remark,
        )


def _contents(git: Git, commit: str, changed: Sequence[Change]) -> Iterator[dict[bytes, bytes]]:
    """Give contents by path, some files at a time; flake8's configuration comes first."""
    yield read_blobs(git, blobs_at(git, commit, CONFIGURATIONS))
    for start in range(0, len(changed), _FILES_AT_ONCE):
        batch = changed[start : start + _FILES_AT_ONCE]
        yield read_blobs(git, {each.path: each.blob for each in batch})
