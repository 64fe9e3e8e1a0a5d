"""Compare findings with the baseline, and check whether the baseline has grown."""

from __future__ import annotations

from collections import Counter

from hookkit.debt.baseline import Baseline
from hookkit.debt.checked_files import CheckedFiles
from hookkit.debt.finding import UNREADABLE, Key
from hookkit.debt.flake8_process import CODES, installed_codes
from hookkit.debt.matching import Comparison, compare
from hookkit.named_tuple import NamedTuple

UNTRUSTED = "of plugins that you do not trust"
"""Why the findings of plugins that the repository itself defines are unknown."""


class DebtCheck(NamedTuple):
    """A comparison and its result.

    ``unknown`` are the keys that cannot be checked now, by reason. ``grown`` are the keys that are
    in the baseline at the end of a range and not in the one at its start.
    """

    files: CheckedFiles
    comparison: Comparison
    unknown: dict[str, Counter[Key]]
    grown: Counter[Key]

    @property
    def is_refused(self) -> bool:
        """Whether there is new debt."""
        return bool(self.comparison.new or self.grown)


def check_debt(files: CheckedFiles) -> DebtCheck:
    """Compare the findings in files with their baseline, or with an empty one if there is none."""
    baseline = _baseline_to_compare(files)
    unknown = _unknown_keys(baseline.keys, files)
    checkable = baseline.keys - sum(unknown.values(), Counter[Key]())
    gone_paths = {key.path for key in checkable} - files.existing
    compared = compare(checkable, files.found.findings, gone_paths)
    return DebtCheck(files, compared, unknown, _grown_keys(files))


def _baseline_to_compare(files: CheckedFiles) -> Baseline:
    """Give the baseline to compare with: of the end of a range, if the range adds it or logging."""
    if files.baseline is None or _begins_logging(files):
        return files.after or files.baseline or Baseline(Counter())
    return files.baseline


def _begins_logging(files: CheckedFiles) -> bool:
    """Whether logging is checked and the baseline has no finding on logging yet."""
    keys = files.baseline.keys if files.baseline else ()
    return files.found.kind == "logging" and not any(files.found.is_selected(k.code) for k in keys)


def _unknown_keys(keys: Counter[Key], files: CheckedFiles) -> dict[str, Counter[Key]]:
    """Give the keys of a baseline that cannot be checked now, by reason."""
    unreadable = files.found.unreadable
    reasons: dict[str, Counter[Key]] = {}
    for key, count in keys.items():
        reason = ""
        is_elsewhere = key.path in files.existing and key.path not in files.paths
        if is_elsewhere or not files.found.is_selected(key.code):
            reason = "not looked at"
        elif key.path in unreadable and key.code not in UNREADABLE:
            reason = "in files that do not parse"
        elif key.path in files.found.by_other_python and not key.code.startswith(CODES):
            reason = "of plugins that another Python may not have"
        elif not _is_known_code(key.code, files):
            not_run = files.found.not_run
            is_known = not_run is not None and key.code.startswith(not_run.codes)
            reason = UNTRUSTED if is_known else "of plugins that are not installed"
        if reason:
            reasons.setdefault(reason, Counter())[key] += count
    return reasons


def _is_known_code(code: str, files: CheckedFiles) -> bool:
    return code.startswith(files.found.codes) or code.startswith(installed_codes())


def _grown_keys(files: CheckedFiles) -> Counter[Key]:
    """Give the keys that a range added to the baseline, except keys moved from another path."""
    if files.baseline is None or files.after is None or _begins_logging(files):
        return Counter()
    added, removed = files.after.keys - files.baseline.keys, files.baseline.keys - files.after.keys
    movable = Counter((key.code, key.digest) for key in removed.elements())
    grown: Counter[Key] = Counter()
    for key in added.elements():
        if movable[key.code, key.digest] > 0:
            movable[key.code, key.digest] -= 1
        elif files.found.is_selected(key.code):
            grown[key] += 1
    return grown


def next_keys(checked: DebtCheck, with_new: bool) -> Counter[Key]:
    """Give the keys of the next baseline: known, moved (with the new path) and unchecked findings.

    ``with_new`` adds the new findings.
    """
    comparison = checked.comparison
    found = [*comparison.known, *(each for _, each in comparison.moved)]
    found += comparison.new if with_new else []
    keys = Counter(each.key for each in found)
    for each in checked.unknown.values():
        keys.update(each)
    return keys
