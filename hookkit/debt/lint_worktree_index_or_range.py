"""Lint files of the worktree, of the index or of a range of commits, and read their baseline."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from hookkit.debt.baseline import Baseline
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from hookkit.debt.lint_contents import Flake8OnCluster, Flake8Run, PluginSource, started_linting
from hookkit.debt.prestarted_flake8 import PrestartedFlake8
from hookkit.debt.read_baseline import (
    read_commit_baseline,
    read_index_baseline,
    read_start_baseline,
    read_worktree_baseline,
)
from hookkit.debt.tracked_files import (
    blob_ids,
    is_utf8_path,
    python_paths,
    read_blobs,
    tracked_contents,
)
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.changed_python_files import Change, changes_between, staged_changes
from hookkit.git.commits import read_commit
from hookkit.git.index import unmerged_paths
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import path_text, short_id
from hookkit.settings.definitions import BASELINE_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.logging_rules import RuleKind

_FILES_AT_ONCE = 200
"""How many files are in memory at a time."""


class LintedFiles(NamedTuple):
    """The linted files with flake8's findings, and the baseline to compare them with.

    ``label`` names what is linted: "the worktree", "the index", a range or a commit.
    ``revision_range`` is the range in git's notation, "" for anything else. ``paths`` are the
    linted files, ``existing_paths`` all Python files there; files whose names are not UTF-8 are
    left out. ``baseline`` is None if there is none. For a range, ``baseline_commit`` is the commit
    that has ``baseline`` ("" otherwise), and ``baseline_at_range_end`` is the baseline of the last
    commit (None if there is none). ``remark`` is a sentence about the baseline, "" for none.
    """

    label: str
    paths: frozenset[str]
    existing_paths: frozenset[str]
    flake8_run: Flake8Run
    baseline: Baseline | None
    baseline_at_range_end: Baseline | None = None
    baseline_commit: str = ""
    remark: str = ""
    revision_range: str = ""


def lint_worktree(
    git: Git,
    with_local_plugins: bool,
    flake8_on_cluster: Flake8OnCluster | None = None,
    rule_kind: RuleKind = "style",
) -> LintedFiles:
    """Lint all Python files that git tracks, as they are in the worktree.

    The ``rule_kind`` "style" means all rules of the installed flake8, "logging" only those on
    logging.

    ``with_local_plugins`` runs the repository's own plugins even if the person does not trust them.
    ``flake8_on_cluster`` runs flake8 there, None for this machine. Raises EnvironmentFailed in a
    bare repository.
    """
    if git.top is None:
        sentence = "there is no worktree here: name the commits"
        raise EnvironmentFailed(sentence, "hookkit debt check HEAD~1..HEAD")
    contents = tracked_contents(git)
    paths = frozenset(path_text(each) for each in contents if each.endswith(b".py"))
    with started_linting(
        git, [contents], PluginSource(None, with_local_plugins), flake8_on_cluster, rule_kind
    ) as wait_for_findings:
        baseline = read_worktree_baseline(git)
        return LintedFiles("the worktree", paths, paths, wait_for_findings(None), baseline)


def lint_index(
    git: Git,
    flake8_on_cluster: Flake8OnCluster | None = None,
    rule_kind: RuleKind = "style",
    flake8: PrestartedFlake8 | None = None,
) -> LintedFiles:
    """Lint the Python files of the index that differ from HEAD or are not in HEAD.

    ``rule_kind`` and ``flake8_on_cluster`` are as for ``lint_worktree``; ``flake8`` is a process
    that already runs. Raises Refused if the baseline is in conflict.
    """
    if BASELINE_FILE.encode() in unmerged_paths(git):
        repair = f"git add {path_from_current_folder(git, BASELINE_FILE)}"
        raise Refused("the baseline is in conflict in the index", repair)
    changed = [each for each in staged_changes(git, []) if is_utf8_path(each.path)]
    contents = _configuration_and_contents(git, "", changed)
    with started_linting(
        git, contents, PluginSource(""), flake8_on_cluster, rule_kind, flake8
    ) as wait_for_findings:
        paths = frozenset(path_text(each.path) for each in changed)
        existing_paths, baseline = python_paths(git, ""), read_index_baseline(git)
        return LintedFiles("the index", paths, existing_paths, wait_for_findings(None), baseline)


def lint_range(
    git: Git,
    base_revision: str,
    tip_revision: str,
    flake8_on_cluster: Flake8OnCluster | None = None,
    rule_kind: RuleKind = "style",
) -> LintedFiles:
    """Lint the files that ``tip_revision`` has changed since it left ``base_revision``.

    ``baseline`` is that of their merge base, ``rule_kind`` and ``flake8_on_cluster`` are as for
    ``lint_worktree``. Raises EnvironmentFailed if the clone has no common commit of the two.
    """
    base, tip = read_commit(git, base_revision), read_commit(git, tip_revision)
    answer = git.try_run("merge-base", base.id, tip.id)
    if answer.code != 0:
        sentence = f"{base_revision} and {tip_revision} have no common commit here"
        raise EnvironmentFailed(
            f"{sentence}: what is new is unknown",
            "git fetch --unshallow" if git.is_shallow else None,
        )
    merge_base = os.fsdecode(answer.out).strip()
    changed = [
        each for each in changes_between(git, merge_base, tip.id, []) if is_utf8_path(each.path)
    ]
    contents = _configuration_and_contents(git, tip.id, changed)
    with started_linting(
        git, contents, PluginSource(tip.id), flake8_on_cluster, rule_kind
    ) as wait_for_findings:
        start_baseline = read_start_baseline(git, merge_base)
        revision_range = f"{short_id(merge_base)}..{short_id(tip.id)}"
        return LintedFiles(
            revision_range,
            frozenset(path_text(each.path) for each in changed),
            python_paths(git, tip.id),
            wait_for_findings(None),
            start_baseline.baseline,
            read_commit_baseline(git, tip.id),
            start_baseline.commit,
            start_baseline.remark,
            revision_range,
        )


def _configuration_and_contents(
    git: Git, commit: str, changed: Sequence[Change]
) -> Iterator[dict[bytes, bytes]]:
    """Give contents by path, some files at a time; flake8's configuration comes first."""
    yield read_blobs(git, blob_ids(git, commit, CONFIGURATION_NAMES))
    for start in range(0, len(changed), _FILES_AT_ONCE):
        batch = changed[start : start + _FILES_AT_ONCE]
        yield read_blobs(git, {each.path: each.blob for each in batch})
