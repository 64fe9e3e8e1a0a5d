"""What flake8 finds in files as they are and as they would be, with the project's configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.corrections.outcome import FixedFile
from hookkit.debt.commit_contents import blobs_at, read_blobs
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import CONFIGURATIONS
from hookkit.debt.linting import Flake8Run, PluginCode, found_in
from hookkit.debt.matching import compare
from hookkit.debt.tracked_files import is_printable
from hookkit.debt_payment.pieces import Piece
from hookkit.git.runner import Git
from hookkit.phrases import path_text


class Linted(NamedTuple):
    """What flake8 finds in corrected files, and what of it was not there before."""

    after: Flake8Run
    new: list[LintFinding]


def lint(git: Git, commit: str, files: Mapping[bytes, FixedFile]) -> Linted:
    """Run flake8 on files before and after, with the configuration that a commit has.

    Raises EnvironmentFailed where it does not come to its end.
    """
    config = read_blobs(git, blobs_at(git, commit, CONFIGURATIONS))
    named = {path: each for path, each in files.items() if is_printable(path)}
    before = {path: each.base for path, each in named.items()}
    after = {path: each.fixed for path, each in named.items()}
    old = found_in(git, [config, before], PluginCode(commit))
    found = found_in(git, [config, after], PluginCode(commit))
    keys = Counter(each.key for each in old.findings)
    return Linted(found, compare(keys, found.findings, ()).new)


def is_about(piece: Piece, finding: LintFinding) -> bool:
    """Whether a finding of the corrected file is on lines that a piece has changed."""
    part = piece.part
    last = max(part.new_end, part.new_start + 1)
    is_there = part.new_start < finding.line <= last
    return is_there and path_text(piece.path) == finding.path
