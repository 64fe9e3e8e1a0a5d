"""Accept debt: write the baseline with accepted findings and without repaid ones."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.debt.baseline import format_baseline
from hookkit.debt.check import DebtCheck
from hookkit.debt.next_baseline import keys_of_next_baseline
from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.git.file_replacement import write_file
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.settings.definitions import BASELINE_FILE


class Acceptance(NamedTuple):
    """The result of accepting debt: the check, and what became of the baseline.

    ``is_first`` is True if there was no baseline before, ``has_accepted_new_findings`` if the new
    findings are in the baseline now, ``has_changed_baseline`` if its file has changed.
    """

    debt_check: DebtCheck
    is_first: bool
    has_accepted_new_findings: bool
    has_changed_baseline: bool


def accept_debt(git: Git, debt_check: DebtCheck, with_new_findings: bool) -> Acceptance:
    """Write the baseline of the worktree: all findings the first time, later without new ones.

    ``with_new_findings`` adds the new findings later as well. Raises EnvironmentFailed if the file
    cannot be written; the file is then unchanged.
    """
    assert git.top is not None
    is_first = debt_check.linted_files.baseline is None
    keys = keys_of_next_baseline(debt_check, is_first or with_new_findings)
    if is_first:
        _create(git, format_baseline(keys))
        return Acceptance(debt_check, True, True, True)
    try:
        snapshot = read_file(git.top, BASELINE_FILE.encode())
        data = format_baseline(keys, snapshot.data)
        has_changed_baseline = snapshot.data != data
        if has_changed_baseline:
            write_file(snapshot, data)
    except FileUnavailable as error:
        raise EnvironmentFailed(f"{BASELINE_FILE} {error}") from error
    return Acceptance(debt_check, False, with_new_findings, has_changed_baseline)


def _create(git: Git, data: bytes) -> None:
    assert git.top is not None
    path = git.top / BASELINE_FILE
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise EnvironmentFailed(
            f"{BASELINE_FILE} has just been made", "hookkit debt accept"
        ) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise EnvironmentFailed(f"{BASELINE_FILE} cannot be written: {reason_of(error)}") from error
