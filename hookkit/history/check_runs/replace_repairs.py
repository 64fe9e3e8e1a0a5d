"""Replace repairs of findings: by safe ones, by the one that comes first, or by none."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.runner import Git
from hookkit.history.check_runs.check_result import CheckResult, FindingOrNote
from hookkit.history.checks.repair_commands import repair_without_autostash
from hookkit.history.finding import Finding

_REWRITING_PREFIXES = ("HK4", "HK6")
"""The rules whose repair rewrites the commits of a protected branch."""

_SQUASH_FIRST_TEXT = "what is to be squashed comes first"


def with_repairs_without_autostash(git: Git, result: CheckResult) -> CheckResult:
    """Replace repairs that the configuration of this repository makes unsafe."""
    findings = (
        each._replace(
            repair=repair_without_autostash(git, each.repair),
            git_repair=repair_without_autostash(git, each.git_repair),
        )
        for each in result.findings
    )
    return result._replace(findings=tuple(findings))


def with_clone_note(git: Git, result: CheckResult) -> CheckResult:
    """Make repairs safe, and note for a bare repository that they are for a clone."""
    result = with_repairs_without_autostash(git, result)
    if git.top is not None or not any(each.repair for each in result.findings):
        return result
    note = "nothing can be repaired here, where there is no worktree: the repairs are for a clone"
    return result._replace(notes=(*result.notes, note))


def without_rewriting_repair(finding: Finding) -> Finding:
    """Remove a repair that rewrites a pushed protected branch: others may build on that branch."""
    is_rewriting = finding.answer == "no" and finding.rule.startswith(_REWRITING_PREFIXES)
    return finding._replace(repair=None, git_repair=None) if is_rewriting else finding


def result_without_rewriting_repairs(result: CheckResult) -> CheckResult:
    """Remove repairs that rewrite pushed commits from the findings of an accepted push."""
    return result._replace(findings=tuple(map(without_rewriting_repair, result.findings)))


def with_squash_as_repair(results: Sequence[FindingOrNote]) -> list[FindingOrNote]:
    """Replace the repairs of HK4xx findings by the repair of the fixups, if there are fixups.

    The repair of an HK4xx finding would merge the fixups too, and the hook pre-merge-commit refuses
    such a merge; besides, a squash changes the ids of the commits.
    """
    findings = [each for each in results if isinstance(each, Finding) and each.answer == "no"]
    squash_repairs = (each.repair for each in findings if each.rule.startswith("HK6"))
    repair = next(filter(None, squash_repairs), None)
    if repair is None:
        return [*results]
    history_findings = {each for each in findings if each.rule.startswith("HK4") and each.repair}
    return [
        (
            each._replace(sentence=f"{each.sentence}; {_SQUASH_FIRST_TEXT}", repair=repair)
            if isinstance(each, Finding) and each in history_findings
            else each
        )
        for each in results
    ]
