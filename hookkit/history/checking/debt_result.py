"""A check of debt as findings, for the formats of all checks."""

from __future__ import annotations

from hookkit.debt.check import DebtCheck
from hookkit.history.checking.check_result import CheckResult, result_of
from hookkit.history.checks.debt import debt_findings
from hookkit.phrases import counted


def debt_result(checked: DebtCheck) -> CheckResult:
    """Give all of a check, with what is to be known of its baseline as notes."""
    notes = [checked.files.remark] if checked.files.remark else []
    notes += checked.files.found.notes
    if checked.files.baseline is None and checked.files.after is None:
        notes.append("there is no baseline: everything that is found is new")
    for reason, keys in checked.unknown.items():
        if reason != "not looked at":
            notes.append(f"{counted(keys.total(), 'finding')} {reason}: kept in the baseline")
    return result_of(checked.files.subject, [*debt_findings(checked, "refuse"), *notes])
