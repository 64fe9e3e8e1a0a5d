"""The merge of two versions of a baseline."""

from __future__ import annotations

from collections import Counter

from hookkit.debt.finding import FindingKey


def merge_keys(
    base: Counter[FindingKey], ours: Counter[FindingKey], theirs: Counter[FindingKey]
) -> Counter[FindingKey]:
    """Merge the keys of a baseline: keep the keys that both sides still have, and add new keys.

    The number of a key is merged as git merges a run of equal lines: if one side has not changed
    it, the other side decides; if both changed it in the same direction, the larger change counts
    once.
    """
    counts = {
        key: _merge_counts(base[key], ours[key], theirs[key])
        for key in base.keys() | ours.keys() | theirs.keys()
    }
    return Counter({key: count for key, count in counts.items() if count})


def _merge_counts(base: int, ours: int, theirs: int) -> int:
    if max(ours, theirs) <= base:
        return min(ours, theirs)
    if min(ours, theirs) >= base:
        return max(ours, theirs)
    return ours + theirs - base
