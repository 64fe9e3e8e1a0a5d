"""The new findings that hookkit itself can correct, and the command for it."""

from __future__ import annotations

from hookkit.debt.check import DebtCheck
from hookkit.phrases import shell_word

CORRECTABLE_PREFIXES = ("E1", "E2", "E30", "E401", "E502", "E701", "E702", "E703", "W29", "W39")
"""Prefixes of most codes that autopep8 corrects without changing the program."""

MAX_FILES = 4
"""The most files that a command names one by one."""


def correcting_command(debt_check: DebtCheck, path_to_top: str = "") -> str | None:
    """Give the command that corrects some new findings, None if autopep8 corrects none of them.

    ``path_to_top`` is the relative path from the current folder to the top level: "" or ending
    in "/".
    """
    new_paths = [
        each.path
        for each in debt_check.comparison.new_findings
        if each.code.startswith(CORRECTABLE_PREFIXES)
    ]
    paths = list(dict.fromkeys(new_paths))
    if not paths:
        return None
    if debt_check.linted_files.label == "the index":
        return "hookkit run --staged"
    if debt_check.linted_files.revision_range:
        return f"hookkit run {debt_check.linted_files.revision_range}"
    arguments = (
        [path_to_top + each for each in paths] if len(paths) <= MAX_FILES else [path_to_top or "."]
    )
    return f"hookkit run {' '.join(map(shell_word, arguments))}"
