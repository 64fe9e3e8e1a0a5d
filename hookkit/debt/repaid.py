"""The baseline of a commit without the findings that some of its files have repaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookkit.debt.baseline import NAME, format_baseline, parse_baseline
from hookkit.debt.check import check_debt, next_keys
from hookkit.debt.checked_files import CheckedFiles
from hookkit.debt.commit_contents import blobs_at, read_blobs
from hookkit.debt.flake8_process import CONFIGURATIONS
from hookkit.debt.linting import PluginCode, lint_contents
from hookkit.debt.tracked_files import is_printable, python_names
from hookkit.git.runner import Git
from hookkit.phrases import path_text


class ShrunkBaseline(NamedTuple):
    """The text of a baseline without the repaid findings, and the number of repaid findings."""

    data: bytes
    repaid: int


def shrunk_baseline(
    git: Git, commit: str, data: bytes, contents: Mapping[bytes, bytes], seconds: float
) -> ShrunkBaseline | None:
    """Give the baseline of a commit without the findings that flake8 no longer reports in files.

    ``data`` is the text of the baseline; ``contents`` are the present contents of files of the
    commit, by path. Returns None if nothing is to be removed: nothing is repaid, the baseline has
    none of the files, or it is in conflict. Raises HookkitError if the baseline is damaged, or if
    flake8 fails or takes longer than ``seconds``.
    """
    baseline = parse_baseline(data, NAME)
    printable = {path: each for path, each in contents.items() if is_printable(path)}
    names = frozenset(map(path_text, printable))
    if baseline.has_conflict or not any(key.path in names for key in baseline.keys):
        return None
    config = read_blobs(git, blobs_at(git, commit, CONFIGURATIONS))
    found = lint_contents(git, [config, printable], PluginCode(commit), seconds)
    existing = python_names(git, commit)
    checked = check_debt(CheckedFiles(commit, names, existing, found, baseline))
    text = format_baseline(next_keys(checked, with_new=False), data)
    repaid = checked.comparison.repaid.total()
    return ShrunkBaseline(text, repaid) if text != data else None
