"""The result of checks: findings, and notes on why something was not checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.history.checks.autostash import usable_repair
from hookkit.history.finding import Finding
from hookkit.settings.bounded_pattern import SlowPattern

FindingOrNote = Finding | str
"""A finding, or a note on why a check has nothing to check."""

_REWRITING_PREFIXES = ("HK4", "HK6")
"""The rules whose repair rewrites the commits of a protected branch."""

_SQUASH_FIRST_TEXT = "what is to be squashed comes first"


class CheckResult(NamedTuple):
    """The result of checks.

    ``subject`` is the name of what was checked. ``notes`` say why something was not checked.
    """

    subject: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a finding is more than a warning."""
        return refuses(self.findings)


def with_usable_repairs(git: Git, checked: CheckResult) -> CheckResult:
    """Replace repairs that are not safe with the configuration of this repository."""
    found = (
        each._replace(
            repair=usable_repair(git, each.repair), by_git=usable_repair(git, each.by_git)
        )
        for each in checked.findings
    )
    return checked._replace(findings=tuple(found))


def with_clone_note(git: Git, checked: CheckResult) -> CheckResult:
    """Add the note that repairs of findings in a bare repository are run in a clone."""
    checked = with_usable_repairs(git, checked)
    if git.top is not None or not any(each.repair for each in checked.findings):
        return checked
    note = "nothing can be repaired here, where there is no worktree: the repairs are for a clone"
    return checked._replace(notes=(*checked.notes, note))


def without_rewriting_repair(found: Finding) -> Finding:
    """Remove a repair that rewrites a pushed protected branch: others may build on that branch."""
    is_rewriting = found.answer == "no" and found.rule.startswith(_REWRITING_PREFIXES)
    return found._replace(repair=None, by_git=None) if is_rewriting else found


def with_squash_first(found: Sequence[FindingOrNote]) -> list[FindingOrNote]:
    """Replace the repairs of HK4xx findings by the repair of the fixups, if there are fixups.

    The repair of an HK4xx finding would merge the fixups too, and the hook pre-merge-commit refuses
    such a merge; besides, a squash changes the ids of the commits.
    """
    findings = [each for each in found if isinstance(each, Finding) and each.answer == "no"]
    squashes = (each.repair for each in findings if each.rule.startswith("HK6"))
    repair = next(filter(None, squashes), None)
    if repair is None:
        return [*found]
    history_findings = {each for each in findings if each.rule.startswith("HK4") and each.repair}
    return [
        (
            each._replace(sentence=f"{each.sentence}; {_SQUASH_FIRST_TEXT}", repair=repair)
            if isinstance(each, Finding) and each in history_findings
            else each
        )
        for each in found
    ]


def with_repairs_after_push(checked: CheckResult) -> CheckResult:
    """Remove repairs that rewrite pushed commits from the findings of an accepted push."""
    return checked._replace(findings=tuple(map(without_rewriting_repair, checked.findings)))


def refuses(results: Iterable[FindingOrNote]) -> bool:
    """Whether a finding is more than a warning."""
    found = (each for each in results if isinstance(each, Finding))
    return any(each.answer == "no" and each.level == "refuse" for each in found)


def result_of(subject: str, results: Iterable[FindingOrNote]) -> CheckResult:
    """Split the results of the checks into findings and notes, without duplicates."""
    unique = list(dict.fromkeys(results))
    findings = tuple(each for each in unique if isinstance(each, Finding))
    return CheckResult(subject, findings, tuple(each for each in unique if isinstance(each, str)))


def unless_pattern_is_slow(
    rule: str, place: str, check: Callable[[], Iterable[FindingOrNote]]
) -> list[FindingOrNote]:
    """Give the results of ``check``, or one finding with the answer "unknown" for a slow pattern.

    ``rule`` is the id of the rule that needs the pattern, ``place`` the name of what is checked.
    """
    try:
        return [*check()]
    except SlowPattern as slow:
        return [Finding(rule, "unknown", "warn", place, slow.message, slow.repair)]
