"""The result of checks: findings, and notes on why something was not checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from hookkit.history.finding import Finding
from hookkit.settings.time_limited_pattern import SlowPattern

FindingOrNote = Finding | str
"""A finding, or a note on why a check has nothing to check."""


class CheckResult(NamedTuple):
    """The result of checks.

    ``checked_name`` is the name of what was checked. ``notes`` say why something was not checked.
    """

    checked_name: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a finding is more than a warning."""
        return has_refusal(self.findings)


def has_refusal(results: Iterable[FindingOrNote]) -> bool:
    """Whether a finding is more than a warning."""
    findings = (each for each in results if isinstance(each, Finding))
    return any(each.answer == "no" and each.level == "refuse" for each in findings)


def collect_results(checked_name: str, results: Iterable[FindingOrNote]) -> CheckResult:
    """Split the results of the checks into findings and notes, without duplicates."""
    unique = list(dict.fromkeys(results))
    findings = tuple(each for each in unique if isinstance(each, Finding))
    return CheckResult(
        checked_name, findings, tuple(each for each in unique if isinstance(each, str))
    )


def run_pattern_check(
    rule: str, place: str, check: Callable[[], Iterable[FindingOrNote]]
) -> list[FindingOrNote]:
    """Give the results of ``check``, or one finding with the answer "unknown" for a slow pattern.

    ``rule`` is the id of the rule that needs the pattern, ``place`` the name of what is checked.
    """
    try:
        return [*check()]
    except SlowPattern as slow:
        return [Finding(rule, "unknown", "warn", place, slow.message, slow.repair)]


def are_all_answers_known(result: CheckResult) -> bool:
    """Whether no answer is unknown."""
    return not any(each.answer == "unknown" for each in result.findings)
