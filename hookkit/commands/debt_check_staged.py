"""``hookkit debt check --staged``: the check of what is staged, without a command line library."""

from __future__ import annotations

from hookkit.debt.check import check_debt, refuse_conflict_markers
from hookkit.debt.lint_worktree_index_or_range import lint_index
from hookkit.debt.prestarted_flake8 import PrestartedFlake8
from hookkit.debt.report import print_debt_check
from hookkit.diagnostic_log.write_log import configure_log
from hookkit.git.runner import Git


def check_staged(flake8: PrestartedFlake8) -> int:
    """Check the index, show the result, and give the exit status.

    Raises as ``lint_index`` and ``refuse_conflict_markers`` do.
    """
    git = Git.discover()
    configure_log(git)
    with git.batch_session():
        debt_check = check_debt(lint_index(git, flake8=flake8))
        refuse_conflict_markers(debt_check)
        print_debt_check(git, debt_check, None)
    return 1 if debt_check.has_new_debt else 0
