"""Matching of findings with a baseline: known, moved and new findings, and repaid keys.

Findings and keys are paired in three rounds, each with what the previous round left unmatched: by
file, rule and line; by rule and line between a deleted file and the file that has most of its
findings (a rename); by rule and line between any two files (moved code). ``python -m
benchmarks.baseline_ageing`` measures on public histories how many old findings are taken for new
ones, and new ones for old ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

from hookkit.debt.finding import BLANK_DIGEST, FindingKey, LintFinding
from hookkit.named_tuple import NamedTuple

MAX_DELETED_FILES_WITH_LINE = 100
"""A line in more deleted files than this is not used to find renames."""


class BaselineComparison(NamedTuple):
    """The result of comparing a baseline with findings.

    ``known_findings`` have a key in the baseline. ``moved_findings`` are in another file than
    before, each with its old key. ``new_findings`` are the other findings. ``repaid_keys`` are the
    keys without a finding.
    """

    known_findings: list[LintFinding]
    moved_findings: list[tuple[FindingKey, LintFinding]]
    new_findings: list[LintFinding]
    repaid_keys: Counter[FindingKey]


def match_with_baseline(
    baseline: Counter[FindingKey], findings: Sequence[LintFinding], deleted_paths: Collection[str]
) -> BaselineComparison:
    """Compare findings with the keys of a baseline; ``deleted_paths`` do not exist any more."""
    remaining = Counter(baseline)
    known_findings: list[LintFinding] = []
    unmatched = _match_by_key(findings, remaining, lambda each: each.key, known_findings)
    old_paths = _find_renames(remaining, unmatched, deleted_paths)

    def old_key(each: LintFinding) -> FindingKey:
        return each.key._replace(path=old_paths.get(each.path, each.path))

    renamed: list[LintFinding] = []
    unmatched = _match_by_key(unmatched, remaining, old_key, renamed)
    moved_findings = [(old_key(each), each) for each in renamed]
    unmatched = _match_moved(unmatched, remaining, moved_findings)
    return BaselineComparison(known_findings, moved_findings, unmatched, +remaining)


def _match_by_key(
    findings: Sequence[LintFinding],
    remaining: Counter[FindingKey],
    key_of: Callable[[LintFinding], FindingKey],
    matched: list[LintFinding],
) -> list[LintFinding]:
    """Pair findings with keys in ``remaining``, add them to ``matched``; give the other ones."""
    unmatched = []
    for each in findings:
        key = key_of(each)
        if remaining[key] > 0:
            remaining[key] -= 1
            matched.append(each)
        else:
            unmatched.append(each)
    return unmatched


def _find_renames(
    remaining: Counter[FindingKey], unmatched: Sequence[LintFinding], deleted_paths: Collection[str]
) -> dict[str, str]:
    """Map each renamed path to its old path: the deleted one with which it shares most findings.

    A line that is in more than MAX_DELETED_FILES_WITH_LINE deleted files is not used.
    """
    deleted_counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, count in remaining.items():
        if key.path in deleted_paths and key.digest != BLANK_DIGEST:
            deleted_counts[key.code, key.digest][key.path] += count
    shared_counts: Counter[tuple[str, str]] = Counter()
    for (code, digest, path), count in Counter(
        (each.code, each.key.digest, each.path) for each in unmatched
    ).items():
        old_counts = deleted_counts[code, digest]
        for old, old_count in (
            old_counts.items() if len(old_counts) <= MAX_DELETED_FILES_WITH_LINE else ()
        ):
            shared_counts[old, path] += min(old_count, count)
    scored = [
        (score, PurePosixPath(old).name == PurePosixPath(path).name, old, path)
        for (old, path), score in shared_counts.items()
    ]
    old_paths: dict[str, str] = {}
    used_paths: set[str] = set()
    for _, _, old, path in sorted(scored, reverse=True):
        if old not in used_paths and path not in old_paths:
            old_paths[path] = old
            used_paths.add(old)
    return old_paths


def _match_moved(
    findings: Sequence[LintFinding],
    remaining: Counter[FindingKey],
    moved_findings: list[tuple[FindingKey, LintFinding]],
) -> list[LintFinding]:
    """Add findings to ``moved_findings`` whose rule and line a key in ``remaining`` has.

    Give the other ones.
    """
    old_keys: defaultdict[tuple[str, str], list[FindingKey]] = defaultdict(list)
    for key in sorted(remaining.elements(), reverse=True):
        if key.digest != BLANK_DIGEST:
            old_keys[key.code, key.digest].append(key)
    unmatched = []
    for each in findings:
        candidates = old_keys.get((each.code, each.key.digest))
        if candidates:
            old_key = candidates.pop()
            remaining[old_key] -= 1
            moved_findings.append((old_key, each))
        else:
            unmatched.append(each)
    return unmatched
