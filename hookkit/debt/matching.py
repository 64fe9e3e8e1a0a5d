"""Match findings with a baseline: known, moved and new findings, and repaid keys.

Pairs are made in three rounds, each from the rest of the round before: by file, rule and line; by
rule and line between a deleted file and the file that has most of its findings (a rename); by rule
and line between any two files (moved code). ``python -m benchmarks.debt`` measures on public
histories how many old findings are taken for new ones, and new ones for old ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

from hookkit.debt.finding import BLANK, Key, LintFinding
from hookkit.named_tuple import NamedTuple

MAX_FILES = 100
"""A line in more deleted files than this is not used to find renames."""


class Comparison(NamedTuple):
    """The result of comparing a baseline with findings.

    ``known`` are the findings with a key in the baseline. ``moved`` are findings in another file
    than before, each with its old key. ``new`` are the other findings. ``repaid`` are the keys
    without a finding.
    """

    known: list[LintFinding]
    moved: list[tuple[Key, LintFinding]]
    new: list[LintFinding]
    repaid: Counter[Key]


def compare(
    baseline: Counter[Key], findings: Sequence[LintFinding], gone: Collection[str]
) -> Comparison:
    """Compare findings with the keys of a baseline; ``gone`` are deleted paths."""
    remaining = Counter(baseline)
    known: list[LintFinding] = []
    rest = _take_by_key(findings, remaining, lambda each: each.key, known)
    old_paths = _renames(remaining, rest, gone)

    def key_before(each: LintFinding) -> Key:
        return each.key._replace(path=old_paths.get(each.path, each.path))

    renamed: list[LintFinding] = []
    rest = _take_by_key(rest, remaining, key_before, renamed)
    moved = [(key_before(each), each) for each in renamed]
    rest = _take_moved(rest, remaining, moved)
    return Comparison(known, moved, rest, +remaining)


def _take_by_key(
    findings: Sequence[LintFinding],
    remaining: Counter[Key],
    key_of: Callable[[LintFinding], Key],
    taken: list[LintFinding],
) -> list[LintFinding]:
    """Pair findings with keys in ``remaining``, add them to ``taken``; give the rest."""
    rest = []
    for each in findings:
        key = key_of(each)
        if remaining[key] > 0:
            remaining[key] -= 1
            taken.append(each)
        else:
            rest.append(each)
    return rest


def _renames(
    remaining: Counter[Key], rest: Sequence[LintFinding], gone: Collection[str]
) -> dict[str, str]:
    """Map each renamed path to its old path: the deleted one with which it shares most findings.

    A line that is in more than MAX_FILES deleted files is not used.
    """
    lost: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, count in remaining.items():
        if key.path in gone and key.digest != BLANK:
            lost[key.code, key.digest][key.path] += count
    shared: Counter[tuple[str, str]] = Counter()
    for (code, digest, path), count in Counter(
        (each.code, each.key.digest, each.path) for each in rest
    ).items():
        old_counts = lost[code, digest]
        for old, old_count in old_counts.items() if len(old_counts) <= MAX_FILES else ():
            shared[old, path] += min(old_count, count)
    scored = [
        (score, PurePosixPath(old).name == PurePosixPath(path).name, old, path)
        for (old, path), score in shared.items()
    ]
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, old, path in sorted(scored, reverse=True):
        if old not in taken and path not in pairs:
            pairs[path] = old
            taken.add(old)
    return pairs


def _take_moved(
    findings: Sequence[LintFinding],
    remaining: Counter[Key],
    moved: list[tuple[Key, LintFinding]],
) -> list[LintFinding]:
    """Add findings to ``moved`` whose rule and line a key in ``remaining`` has; give the rest."""
    old_keys: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in sorted(remaining.elements(), reverse=True):
        if key.digest != BLANK:
            old_keys[key.code, key.digest].append(key)
    rest = []
    for each in findings:
        candidates = old_keys.get((each.code, each.key.digest))
        if candidates:
            old = candidates.pop()
            remaining[old] -= 1
            moved.append((old, each))
        else:
            rest.append(each)
    return rest
