"""Check debt: what is new beside the baseline, and the command that corrects some of it."""

from __future__ import annotations

from collections import Counter
from functools import cache

from hookkit.debt.baseline import Baseline
from hookkit.debt.baseline_matching import BaselineComparison, match_with_baseline
from hookkit.debt.finding import CORRECTABLE_PREFIXES, UNPARSED_CODES, FindingKey
from hookkit.debt.flake8_process import FLAKE8_PREFIXES
from hookkit.debt.lint_contents import Flake8Run
from hookkit.debt.lint_worktree_index_or_range import LintedFiles
from hookkit.errors import Refused
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import shell_word

_MAX_NAMED_FILES = 4
"""The most files that a command names one by one."""

_UNTRUSTED_REASON = "of plugins that you do not trust"
"""Why the findings of plugins that the repository itself defines are unknown."""


class DebtCheck(NamedTuple):
    """The comparison of linted files with their baseline.

    ``uncheckable_keys`` are the keys that cannot be checked now, by reason.
    ``keys_added_to_baseline`` are the keys that are in the baseline at the end of a range and not
    in the one at its start.
    """

    linted_files: LintedFiles
    comparison: BaselineComparison
    uncheckable_keys: dict[str, Counter[FindingKey]]
    keys_added_to_baseline: Counter[FindingKey]

    @property
    def has_new_debt(self) -> bool:
        """Whether there are new findings, or the baseline has grown."""
        return bool(self.comparison.new_findings or self.keys_added_to_baseline)


def check_debt(linted_files: LintedFiles) -> DebtCheck:
    """Compare the findings in files with their baseline, or with an empty one if there is none."""
    baseline = _baseline_to_compare(linted_files)
    uncheckable_keys = _uncheckable_keys(baseline.keys, linted_files)
    checkable_keys = baseline.keys - sum(uncheckable_keys.values(), Counter[FindingKey]())
    deleted_paths = {key.path for key in checkable_keys} - linted_files.existing_paths
    comparison = match_with_baseline(
        checkable_keys, linted_files.flake8_run.findings, deleted_paths
    )
    return DebtCheck(linted_files, comparison, uncheckable_keys, _added_keys(linted_files))


def _baseline_to_compare(linted_files: LintedFiles) -> Baseline:
    """Give the baseline at a range's start; at its end if the start has none for these rules."""
    if linted_files.baseline is None or _is_first_logging_check(linted_files):
        return linted_files.baseline_at_range_end or linted_files.baseline or Baseline(Counter())
    return linted_files.baseline


def _is_first_logging_check(linted_files: LintedFiles) -> bool:
    """Whether the rules on logging are checked and the baseline has no finding on logging yet."""
    keys = linted_files.baseline.keys if linted_files.baseline else ()
    flake8_run = linted_files.flake8_run
    return flake8_run.rule_kind == "logging" and not any(
        flake8_run.is_selected(each.code) for each in keys
    )


def _uncheckable_keys(
    keys: Counter[FindingKey], linted_files: LintedFiles
) -> dict[str, Counter[FindingKey]]:
    """Give the keys of a baseline that cannot be checked now, by reason."""
    flake8_run = linted_files.flake8_run
    keys_by_reason: dict[str, Counter[FindingKey]] = {}
    for key, count in keys.items():
        reason = ""
        is_unlinted = key.path in linted_files.existing_paths and key.path not in linted_files.paths
        if is_unlinted or not flake8_run.is_selected(key.code):
            reason = "not looked at"
        elif key.path in flake8_run.unparsed_paths and key.code not in UNPARSED_CODES:
            reason = "in files that do not parse"
        elif key.path in flake8_run.other_python_paths and not key.code.startswith(FLAKE8_PREFIXES):
            reason = "of plugins that another Python may not have"
        elif not _is_known_code(key.code, flake8_run):
            skipped_plugins = flake8_run.skipped_plugins
            is_known = skipped_plugins is not None and key.code.startswith(
                skipped_plugins.code_prefixes
            )
            reason = _UNTRUSTED_REASON if is_known else "of plugins that are not installed"
        if reason:
            keys_by_reason.setdefault(reason, Counter())[key] += count
    return keys_by_reason


def _is_known_code(code: str, flake8_run: Flake8Run) -> bool:
    return code.startswith(flake8_run.known_prefixes) or code.startswith(_installed_prefixes())


@cache
def _installed_prefixes() -> tuple[str, ...]:
    """Give the prefixes of the codes of the plugins that are installed beside hookkit."""
    # Imported here: it is rarely needed, and takes half as long as all of hookkit's modules.
    from importlib import metadata

    return tuple(each.name for each in metadata.entry_points(group="flake8.extension"))


def _added_keys(linted_files: LintedFiles) -> Counter[FindingKey]:
    """Give the keys that a range added to the baseline, except keys moved from another path."""
    start, end = linted_files.baseline, linted_files.baseline_at_range_end
    if start is None or end is None or _is_first_logging_check(linted_files):
        return Counter()
    added, removed = end.keys - start.keys, start.keys - end.keys
    movable = Counter((key.code, key.digest) for key in removed.elements())
    keys_added_to_baseline: Counter[FindingKey] = Counter()
    for key in added.elements():
        if movable[key.code, key.digest] > 0:
            movable[key.code, key.digest] -= 1
        elif linted_files.flake8_run.is_selected(key.code):
            keys_added_to_baseline[key] += 1
    return keys_added_to_baseline


def correcting_command(debt_check: DebtCheck, path_to_top: str = "") -> str | None:
    """Give the command that corrects some new findings, None if autopep8 corrects none of them.

    ``path_to_top`` is the relative path from the current folder to the top level: "" or ending
    in "/".
    """
    paths = dict.fromkeys(
        each.path
        for each in debt_check.comparison.new_findings
        if each.code.startswith(CORRECTABLE_PREFIXES)
    )
    if not paths:
        return None
    if debt_check.linted_files.label == "the index":
        return "hookkit run --staged"
    if debt_check.linted_files.revision_range:
        return f"hookkit run {debt_check.linted_files.revision_range}"
    if len(paths) > _MAX_NAMED_FILES:
        return f"hookkit run {shell_word(path_to_top or '.')}"
    return f"hookkit run {' '.join(shell_word(path_to_top + each) for each in paths)}"


def refuse_conflict_markers(debt_check: DebtCheck) -> None:
    """Raise Refused if the baseline has conflict markers."""
    baseline = debt_check.linted_files.baseline
    if baseline is not None and baseline.has_conflict:
        raise Refused("the baseline has conflict markers of a merge", "hookkit debt accept")
