"""``hookkit debt check``: the check of staged files, and the output of every debt check."""

from __future__ import annotations

from hookkit.debt.check import DebtCheck, check_debt
from hookkit.debt.finding_authors import authors_of_new_findings
from hookkit.debt.linted_files import lint_index
from hookkit.debt.report import check_rows
from hookkit.debt.started_flake8 import StartedFlake8
from hookkit.diagnostic_log.write_log import configure_log
from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.git.worktree import path_from_current_folder
from hookkit.settings.definitions import BASELINE_FILE
from hookkit.terminal.output import print_rows_in_format


def check_staged(flake8: StartedFlake8) -> int:
    """Check the index, show the result, and give the exit status.

    Raises as ``lint_index`` and ``refuse_conflict_markers`` do.
    """
    git = Git.discover()
    configure_log(git)
    with git.batch_session():
        debt_check = check_debt(lint_index(git, flake8=flake8))
        refuse_conflict_markers(debt_check)
        return show_debt_check(git, debt_check, None)


def show_debt_check(git: Git, debt_check: DebtCheck, output_format: str | None) -> int:
    """Print a check in a format for the terminal, and give the exit status."""
    baseline = path_from_current_folder(git, BASELINE_FILE)
    print_rows_in_format(
        output_format, check_rows(debt_check, baseline, authors_of_new_findings(git, debt_check))
    )
    return exit_status_of(debt_check)


def exit_status_of(debt_check: DebtCheck) -> int:
    """Give the exit status of a check."""
    return 1 if debt_check.has_new_debt else 0


def refuse_conflict_markers(debt_check: DebtCheck) -> None:
    """Raise Refused if the baseline has conflict markers."""
    baseline = debt_check.linted_files.baseline
    if baseline is not None and baseline.has_conflict:
        raise Refused("the baseline has conflict markers of a merge", "hookkit debt accept")
