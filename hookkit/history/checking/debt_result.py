"""The result of a debt check as findings, for the output formats of all checks."""

from __future__ import annotations

from hookkit.debt.check import DebtCheck
from hookkit.history.checking.check_result import CheckResult, collect_results
from hookkit.history.checks.debt import debt_findings
from hookkit.phrases import plural


def debt_result(checked: DebtCheck) -> CheckResult:
    """Give the findings of a debt check, with remarks on its files and its baseline as notes."""
    notes = [checked.files.remark] if checked.files.remark else []
    notes += checked.files.flake8_run.notes
    if checked.files.baseline is None and checked.files.end_baseline is None:
        notes.append("there is no baseline: everything that is found is new")
    for reason, keys in checked.unknown_keys.items():
        if reason != "not looked at":
            notes.append(f"{plural(keys.total(), 'finding')} {reason}: kept in the baseline")
    return collect_results(checked.files.label, [*debt_findings(checked, "refuse"), *notes])
