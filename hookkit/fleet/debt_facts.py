"""The facts for ``hookkit fleet debt``: flake8's findings in a repository's default branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.debt.baseline import Baseline, parse_baseline
from hookkit.debt.check import check_debt
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from hookkit.debt.lint_contents import PluginSource, lint_contents
from hookkit.debt.lint_worktree_index_or_range import LintedFiles
from hookkit.debt.read_baseline import read_commit_baseline
from hookkit.debt.tracked_files import blob_ids, is_utf8_path, read_blobs
from hookkit.errors import HookkitError, WrongUsage
from hookkit.fleet.default_branch_and_settings import find_default_branch
from hookkit.fleet.inspection import Facts
from hookkit.fleet.isolated_copy import isolated_copy
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.repository_fingerprint import git_config_file_paths
from hookkit.fleet.untrusted_repository import open_untrusted_repository
from hookkit.git.log import commit_time, log_rows, parse_seconds
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES
from hookkit.phrases import path_text
from hookkit.settings.definitions import BASELINE_FILE
from hookkit.settings.effective_settings import REPOSITORY_SCOPE

MAX_FILE_BYTES = 2_000_000
"""Larger files (in bytes) are not linted: they are generated, and flake8 takes minutes."""

_MAX_BATCH_FILES = 200
"""How many files are in memory at a time."""

MAX_BASELINE_STATES = 60
"""How many of the newest states of a baseline are read."""


class DebtFacts(NamedTuple):
    """The debt of the default branch of a repository.

    ``tip`` is the newest commit of ``branch``, "" for none, and ``committed`` its time in seconds
    since 1970. ``findings`` is the number of flake8's findings in ``files`` Python files, and
    ``rules`` their numbers by rule; ``skipped`` files are too large. ``baseline`` is the number of
    findings in the baseline and ``new`` the number of findings that are not in it, both None if
    there is no baseline. ``plugins_not_run`` are the codes of the repository's own plugins.
    ``history`` are the states of the baseline, the oldest first: ``at`` (seconds since 1970) and
    ``findings``. ``remark`` says what is wrong with the baseline, "" for nothing.
    """

    branch: str
    tip: str = ""
    committed: int | None = None
    files: int = 0
    skipped: int = 0
    findings: int = 0
    rules: dict[str, int] = {}
    baseline: int | None = None
    new: int | None = None
    plugins_not_run: tuple[str, ...] = ()
    history: tuple[dict[str, int], ...] = ()
    remark: str = ""


def inspect_debt(repository: ListedRepository, _: str) -> tuple[Facts, list[str]]:
    """Lint all Python files of the default branch of a repository.

    Gives the facts, and the files on which they depend besides its refs. Raises HookkitError if the
    repository cannot be read, or if flake8 fails.
    """
    git = open_untrusted_repository(repository.path)
    with git.batch_session():
        branch = find_default_branch(git, repository.default_branch)
        facts = DebtFacts(branch.name)
        if branch.commit:
            with isolated_copy(git) as isolated, isolated.batch_session():
                facts = _read_facts(isolated, branch.name, branch.commit)
    return facts._asdict(), git_config_file_paths(git, REPOSITORY_SCOPE)


def _read_facts(git: Git, branch: str, tip: str) -> DebtFacts:
    blobs, skipped = _python_blobs(git, tip)
    lint_result = lint_contents(git, _contents(git, tip, blobs), PluginSource(tip))
    paths = frozenset(map(path_text, blobs))
    baseline, remark = _read_baseline(git, tip)
    checked = check_debt(LintedFiles(tip, paths, paths, lint_result, baseline))
    return DebtFacts(
        branch=branch,
        tip=tip,
        committed=commit_time(git, tip),
        files=len(blobs),
        skipped=skipped,
        findings=len(lint_result.findings),
        rules=dict(Counter(each.code for each in lint_result.findings).most_common()),
        baseline=None if baseline is None else baseline.keys.total(),
        new=None if baseline is None else len(checked.comparison.new_findings),
        plugins_not_run=(
            () if lint_result.skipped_plugins is None else lint_result.skipped_plugins.code_prefixes
        ),
        history=tuple(_baseline_history(git, tip)),
        remark=remark,
    )


def _python_blobs(git: Git, tip: str) -> tuple[dict[bytes, str], int]:
    """Give the blob ids of the Python files of a commit, by path, and how many are too large."""
    blobs, skipped = dict[bytes, str](), 0
    for line in git.fields("ls-tree", "-r", "-l", "-z", tip):
        info, _, path = line.partition(b"\t")
        mode, _, blob, size = info.split()
        if mode.decode() in REGULAR_MODES and path.endswith(b".py") and is_utf8_path(path):
            # A partial clone does not know the size of a blob that it lacks.
            if size.isdigit() and int(size) > MAX_FILE_BYTES:
                skipped += 1
            else:
                blobs[path] = blob.decode()
    return blobs, skipped


def _contents(git: Git, tip: str, blobs: dict[bytes, str]) -> Iterator[dict[bytes, bytes]]:
    """Give the contents of files in batches; first the files that configure flake8."""
    yield read_blobs(git, blob_ids(git, tip, CONFIGURATION_NAMES))
    paths: Sequence[bytes] = list(blobs)
    for start in range(0, len(paths), _MAX_BATCH_FILES):
        yield read_blobs(
            git, {each: blobs[each] for each in paths[start : start + _MAX_BATCH_FILES]}
        )


def _read_baseline(git: Git, tip: str) -> tuple[Baseline | None, str]:
    """Give the baseline of a commit, None for none, and what is wrong with it, "" for nothing."""
    try:
        return read_commit_baseline(git, tip), ""
    except WrongUsage as error:
        return None, error.message


def _baseline_history(git: Git, tip: str) -> Iterator[dict[str, int]]:
    """Give the size of each state of the baseline on the branch, the oldest first."""
    arguments = ("--first-parent", f"--max-count={MAX_BASELINE_STATES}", tip, "--", BASELINE_FILE)
    commits = list(log_rows(git, ("%H", "%ct"), *arguments))
    texts = git.object_contents(f"{commit}:{BASELINE_FILE}" for commit, _ in commits)
    for commit, when in reversed(commits):
        try:
            keys = parse_baseline(texts.get(f"{commit}:{BASELINE_FILE}", b""), BASELINE_FILE).keys
        except HookkitError:  # in that commit it is damaged, or was removed
            continue
        yield {"at": parse_seconds(when), "findings": keys.total()}
