"""A large subset of indexes that a function accepts, searched by bisection."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def bisect_accepted_indexes(count: int, accepts: Callable[[Sequence[int]], bool]) -> list[int]:
    """Choose from ``range(count)`` a large subset for which ``accepts`` is true, by bisection.

    One bad member among n costs about 3·log2(n) calls, and only this member is left out.
    """

    def choose(members: Sequence[int]) -> list[int]:
        if not members or accepts(members):
            return list(members)
        if len(members) == 1:
            return []
        middle = len(members) // 2
        left, right = choose(members[:middle]), choose(members[middle:])
        both = left + right
        return both if accepts(both) else max(left, right, key=len)

    return choose(range(count))
