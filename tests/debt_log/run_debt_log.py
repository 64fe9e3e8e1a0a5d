"""Read the debt log of a repository as `hookkit debt log` does."""

from __future__ import annotations

from typing import Any

from hookkit.debt_log.compute_debt_log import DebtLog
from hookkit.debt_log.compute_debt_log import compute_debt_log as read_log_of_git
from hookkit.debt_log.log_options import DebtLogOptions
from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
from tests.repository import Repository


def run_debt_log(repo: Repository, **asked: Any) -> DebtLog:
    """Read the debt log of a repository."""
    git = repo.runner
    return read_log_of_git(git, load_settings_with_warnings(git), {}, DebtLogOptions(**asked))
