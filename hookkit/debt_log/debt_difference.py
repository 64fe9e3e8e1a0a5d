"""The difference between two trees in files, lines and findings, and its stored form."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from hookkit.debt_log.content_findings import NO_FINDINGS, ContentFindings


class FileDifference(NamedTuple):
    """A file with its findings before and after; None if the file does not exist there."""

    path: str
    old: ContentFindings | None
    new: ContentFindings | None


class DebtDifference(NamedTuple):
    """The difference between two trees.

    ``file_count``, ``line_count`` and ``unchecked_file_count`` are the differences of the numbers
    of Python files, of their lines, and of files that cannot be checked, ``by_folder_and_rule`` is
    the difference of the findings by folder and rule. ``added`` and ``removed`` are numbers of
    findings by rule, without those that moved to another file or stayed on an edited line. A file
    that cannot be checked in one of the trees adds and removes nothing.
    """

    file_count: int
    line_count: int
    unchecked_file_count: int
    by_folder_and_rule: dict[str, dict[str, int]]
    added: dict[str, int]
    removed: dict[str, int]


_Key = tuple[str, str, str]
"""A path, a rule, and the digest of a line."""

_Keys = Counter[_Key]


def debt_difference_of(files: Iterable[FileDifference]) -> DebtDifference:
    """Sum up the differences of files."""
    file_count, line_count, unchecked_file_count = 0, 0, 0
    net: dict[str, Counter[str]] = {}
    added, removed = _Keys(), _Keys()
    for path, old, new in files:
        before, after = old or NO_FINDINGS, new or NO_FINDINGS
        file_count += (new is not None) - (old is not None)
        line_count += after.line_count - before.line_count
        unchecked_file_count += bool(after.problem) - bool(before.problem)
        folder = net.setdefault(path.rpartition("/")[0], Counter())
        for found, sign in ((before, -1), (after, 1)):
            for (code, _), number in found.findings.items():
                folder[code] += sign * number
        if not before.problem and not after.problem:
            added.update(_keys(path, after.findings - before.findings))
            removed.update(_keys(path, before.findings - after.findings))
    _cancel_moved_and_edited(added, removed)
    counts = {
        name: {code: number for code, number in sorted(each.items()) if number}
        for name, each in sorted(net.items())
    }
    nonzero_counts = {name: each for name, each in counts.items() if each}
    return DebtDifference(
        file_count,
        line_count,
        unchecked_file_count,
        nonzero_counts,
        _by_rule(added),
        _by_rule(removed),
    )


def _keys(path: str, findings: Counter[tuple[str, str]]) -> dict[_Key, int]:
    return {(path, code, digest): number for (code, digest), number in findings.items()}


def _cancel_moved_and_edited(added: _Keys, removed: _Keys) -> None:
    """Remove the findings that moved to another file, or whose line was edited, from both."""
    _cancel(added, removed, lambda key: (key[1], key[2]))
    _cancel(added, removed, lambda key: (key[0], key[1]))


def _cancel(added: _Keys, removed: _Keys, part_of: Callable[[_Key], tuple[str, str]]) -> None:
    """Remove common findings from both; ``part_of`` gives the part of a key that is compared."""
    remaining = Counter[tuple[str, str]]()
    for key, number in removed.items():
        remaining[part_of(key)] += number
    common = Counter[tuple[str, str]]()
    for key in sorted(added):
        part = part_of(key)
        number = min(added[key], remaining[part])
        added[key] -= number
        remaining[part] -= number
        common[part] += number
    for key in sorted(removed):
        part = part_of(key)
        number = min(removed[key], common[part])
        removed[key] -= number
        common[part] -= number


def _by_rule(keys: _Keys) -> dict[str, int]:
    found = Counter[str]()
    for (_, code, _), number in keys.items():
        found[code] += number
    return {code: number for code, number in sorted(found.items()) if number}


def encode_debt_difference(difference: DebtDifference) -> bytes:
    """Encode a difference for the cache."""
    return zlib.compress(json.dumps(difference, separators=(",", ":")).encode())


def decode_debt_difference(data: bytes) -> DebtDifference:
    """Decode a stored difference. Raises ValueError if it is damaged."""
    try:
        return DebtDifference(*json.loads(zlib.decompress(data)))
    except (zlib.error, TypeError) as error:
        raise ValueError(str(error)) from error
