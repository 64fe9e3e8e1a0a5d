"""The next baseline: its keys after a check, and its text without what some files have repaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.debt.baseline import format_baseline, parse_baseline
from hookkit.debt.check import DebtCheck, check_debt
from hookkit.debt.finding import FindingKey
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from hookkit.debt.lint_contents import PluginSource, lint_contents
from hookkit.debt.lint_worktree_index_or_range import LintedFiles
from hookkit.debt.tracked_files import blob_ids, is_utf8_path, python_paths, read_blobs
from hookkit.git.runner import Git
from hookkit.phrases import path_text
from hookkit.settings.definitions import BASELINE_FILE


def keys_of_next_baseline(debt_check: DebtCheck, with_new_findings: bool) -> Counter[FindingKey]:
    """Give the keys of the next baseline: known, moved (with the new path), uncheckable.

    ``with_new_findings`` adds the new findings.
    """
    comparison = debt_check.comparison
    accepted = [*comparison.known_findings, *(each for _, each in comparison.moved_findings)]
    accepted += comparison.new_findings if with_new_findings else []
    keys = Counter(each.key for each in accepted)
    for each in debt_check.uncheckable_keys.values():
        keys.update(each)
    return keys


class ShrunkBaseline(NamedTuple):
    """The text of a baseline without the repaid findings, and the number of repaid findings."""

    data: bytes
    repaid_count: int


def shrunk_baseline(
    git: Git, commit: str, data: bytes, contents: Mapping[bytes, bytes], timeout: float
) -> ShrunkBaseline | None:
    """Give the baseline of a commit without the findings that flake8 no longer reports in files.

    ``data`` is the text of the baseline; ``contents`` are the present contents of files of the
    commit, by path. Returns None if nothing is to be removed: nothing is repaid, the baseline has
    none of the files, or it is in conflict. Raises HookkitError if the baseline is damaged, or if
    flake8 fails or takes longer than ``timeout`` seconds.
    """
    baseline = parse_baseline(data, BASELINE_FILE)
    contents_with_utf8_path = {path: each for path, each in contents.items() if is_utf8_path(path)}
    paths = frozenset(map(path_text, contents_with_utf8_path))
    if baseline.has_conflict or not any(key.path in paths for key in baseline.keys):
        return None
    config = read_blobs(git, blob_ids(git, commit, CONFIGURATION_NAMES))
    flake8_run = lint_contents(
        git, [config, contents_with_utf8_path], PluginSource(commit), timeout
    )
    existing = python_paths(git, commit)
    debt_check = check_debt(LintedFiles(commit, paths, existing, flake8_run, baseline))
    new_data = format_baseline(keys_of_next_baseline(debt_check, with_new_findings=False), data)
    repaid = debt_check.comparison.repaid_keys.total()
    return ShrunkBaseline(new_data, repaid) if new_data != data else None
