"""New debt (HK911), and a baseline of debt that has grown (HK912)."""

from __future__ import annotations

from collections.abc import Callable

from hookkit.debt.check import DebtCheck, check_debt, correcting_command
from hookkit.debt.finding import LintFinding
from hookkit.debt.lint_worktree_index_or_range import (
    LintedFiles,
    lint_index,
    lint_range,
    lint_worktree,
)
from hookkit.debt.local_plugins import untrusted_sentence
from hookkit.debt.prestarted_flake8 import prestarted_flake8
from hookkit.errors import EnvironmentFailed, HookkitError
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level, Position, without_off_findings
from hookkit.phrases import plural, short_id
from hookkit.settings.definitions import BASELINE_FILE

TRUST_COMMAND = "hookkit trust"

_ADD_COMMAND = f"git add -- :/{BASELINE_FILE}"


def worktree_debt(git: Git, level: Level) -> list[Finding]:
    """Check all Python files that git tracks, as they are in the worktree."""
    return _check_files("the worktree", level, lambda: lint_worktree(git, with_local_plugins=False))


def staged_debt(git: Git, level: Level) -> list[Finding]:
    """Check the staged files against the staged baseline."""
    return _check_files("the index", level, lambda: _staged_files(git))


def _staged_files(git: Git) -> LintedFiles:
    with (
        prestarted_flake8() as flake8
    ):  # flake8 imports its modules while git lists the staged files
        return lint_index(git, flake8=flake8)


def range_debt(git: Git, level: Level, base: str, tip: str) -> list[Finding]:
    """Check what ``tip`` changed since its merge base with ``base``, by the baseline there."""
    place = f"{short_id(base)}..{short_id(tip)}"
    return _check_files(place, level, lambda: lint_range(git, base, tip))


def _check_files(place: str, level: Level, files: Callable[[], LintedFiles]) -> list[Finding]:
    """Give the findings; the answer is "unknown" if something is missing, such as flake8."""
    if level == "off":
        return []
    try:
        return debt_findings(check_debt(files()), level)
    except EnvironmentFailed as error:
        return [Finding("HK911", "unknown", level, place, error.message, error.repair)]
    except HookkitError as error:
        return [Finding("HK911", "no", level, place, error.message, error.repair)]


def debt_findings(debt_check: DebtCheck, level: Level) -> list[Finding]:
    """Give a finding for each new flake8 finding, and one for a baseline that has grown.

    The finding for the last new flake8 finding has the repair for all new ones.
    """
    new_findings = debt_check.comparison.new_findings
    findings = [_new_finding(each, level) for each in new_findings]
    if findings:
        findings[-1] = findings[-1]._replace(repair=_repair_of_new_findings(debt_check))
    return without_off_findings(
        [
            *findings,
            *_grown_baseline_finding(debt_check, level),
            *_untrusted_plugins_finding(debt_check, level),
        ]
    )


def _new_finding(lint_finding: LintFinding, level: Level) -> Finding:
    position = Position(
        lint_finding.path,
        lint_finding.line,
        lint_finding.column,
        lint_finding.code,
        lint_finding.key.digest,
    )
    place = f"{lint_finding.path}:{lint_finding.line}:{lint_finding.column}"
    return Finding(
        "HK911",
        "no",
        level,
        place,
        f"{lint_finding.code} {lint_finding.message}",
        position=position,
    )


def _repair_of_new_findings(debt_check: DebtCheck) -> str | None:
    files = debt_check.linted_files
    if files.baseline is None and files.baseline_at_range_end is None:
        return join_commands("hookkit debt accept", _ADD_COMMAND)
    accept = (
        None if files.baseline_commit else join_commands("hookkit debt accept --new", _ADD_COMMAND)
    )
    return correcting_command(debt_check) or accept


def _untrusted_plugins_finding(debt_check: DebtCheck, level: Level) -> list[Finding]:
    """Give a finding with the answer "unknown" if the repository's own plugins are not trusted."""
    plugins = debt_check.linted_files.flake8_run.skipped_plugins
    if plugins is None:
        return []
    return [
        Finding(
            "HK911", "unknown", level, plugins.config, untrusted_sentence(plugins), TRUST_COMMAND
        )
    ]


def _grown_baseline_finding(debt_check: DebtCheck, level: Level) -> list[Finding]:
    if not debt_check.keys_added_to_baseline:
        return []
    names = [f"{key.path} {key.code}" for key in sorted(debt_check.keys_added_to_baseline)]
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    number = plural(debt_check.keys_added_to_baseline.total(), "finding")
    sentence = f"it has grown by {number}: {', '.join(names[:3])}{more}"
    repair = (
        f"git checkout {short_id(debt_check.linted_files.baseline_commit)} -- :/{BASELINE_FILE}"
    )
    position = Position(BASELINE_FILE, 1, 1, "", "")
    return [Finding("HK912", "no", level, BASELINE_FILE, sentence, repair, position=position)]
