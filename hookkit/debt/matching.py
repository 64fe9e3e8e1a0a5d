"""Which findings are in a baseline, which are new, which have moved, and what is repaid.

Pairs are made three times, each time from what the one before has left: by file, rule and line; by
rule and line between a file that is gone and one that has most of it (a rename); by rule and line
between any two files (code that was moved). ``python -m benchmarks.debt`` measures on public
histories what this takes for new that is old, and for old that is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

from hookkit.debt.finding import BLANK, Key, LintFinding
from hookkit.named_tuple import NamedTuple

MAX_FILES = 100
"""Files that are gone of which a line can tell which of them was renamed."""


class Comparison(NamedTuple):
    """A baseline compared with findings: the new findings, and the repaid keys.

    ``known`` are its findings where they were. ``moved`` are those with another path than the key
    beside them. ``repaid`` are the keys of no finding.
    """

    known: list[LintFinding]
    moved: list[tuple[Key, LintFinding]]
    new: list[LintFinding]
    repaid: Counter[Key]


def compare(
    baseline: Counter[Key], findings: Sequence[LintFinding], gone: Collection[str]
) -> Comparison:
    """Compare findings with the keys of a baseline; ``gone`` are paths that exist no more."""
    left = Counter(baseline)
    known: list[LintFinding] = []
    rest = _take(findings, left, lambda each: each.key, known)
    olds = _renames(left, rest, gone)

    def key_before(each: LintFinding) -> Key:
        return each.key._replace(path=olds.get(each.path, each.path))

    renamed: list[LintFinding] = []
    rest = _take(rest, left, key_before, renamed)
    moved = [(key_before(each), each) for each in renamed]
    rest = _take_moved(rest, left, moved)
    return Comparison(known, moved, rest, +left)


def _take(
    findings: Sequence[LintFinding],
    left: Counter[Key],
    key_of: Callable[[LintFinding], Key],
    taken: list[LintFinding],
) -> list[LintFinding]:
    """Take each finding whose key is left; give the others."""
    rest = []
    for each in findings:
        key = key_of(each)
        if left[key] > 0:
            left[key] -= 1
            taken.append(each)
        else:
            rest.append(each)
    return rest


def _renames(
    left: Counter[Key], rest: Sequence[LintFinding], gone: Collection[str]
) -> dict[str, str]:
    """Give the path that is gone for each that has most of its findings.

    Lines that are in more than MAX_FILES of those that are gone do not tell which is which.
    """
    lost: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, count in left.items():
        if key.path in gone and key.digest != BLANK:
            lost[key.code, key.digest][key.path] += count
    shared: Counter[tuple[str, str]] = Counter()
    for (code, digest, path), count in Counter(
        (each.code, each.key.digest, each.path) for each in rest
    ).items():
        olds = lost[code, digest]
        for old, had in olds.items() if len(olds) <= MAX_FILES else ():
            shared[old, path] += min(had, count)
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
    left: Counter[Key],
    moved: list[tuple[Key, LintFinding]],
) -> list[LintFinding]:
    """Take each finding whose rule and line any key that is left has; give the others."""
    olds: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in sorted(left.elements(), reverse=True):
        if key.digest != BLANK:
            olds[key.code, key.digest].append(key)
    rest = []
    for each in findings:
        same = olds.get((each.code, each.key.digest))
        if same:
            old = same.pop()
            left[old] -= 1
            moved.append((old, each))
        else:
            rest.append(each)
    return rest
