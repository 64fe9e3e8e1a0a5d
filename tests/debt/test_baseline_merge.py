"""What two sides of a merge have made of one baseline."""

from __future__ import annotations

from collections import Counter

import pytest

from hookkit.debt.baseline_merge import merge_keys
from hookkit.debt.finding import FindingKey, line_digest

KEY = FindingKey("a.py", "E501", line_digest(b"x"))
OTHER = FindingKey("b.py", "E501", line_digest(b"x"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (2, 2, 2, 2),
        (2, 1, 2, 1),
        (2, 2, 0, 0),
        (2, 1, 1, 1),  # the same one, as git takes it
        (3, 1, 2, 1),
        (1, 2, 1, 2),
        (0, 1, 1, 1),
        (0, 1, 2, 2),
        (2, 1, 3, 2),
        (2, 4, 0, 2),
    ],
)
def test_each_finding_is_counted_by_what_the_sides_changed(
    base: int, ours: int, theirs: int, merged: int
) -> None:
    for first, second in ((ours, theirs), (theirs, ours)):
        sides = (Counter({KEY: each, OTHER: 1}) for each in (base, first, second))
        keys = merge_keys(*sides)
        assert keys == Counter({KEY: merged, OTHER: 1})
        assert (KEY in keys) is (merged > 0)
