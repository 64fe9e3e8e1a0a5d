"""Medians, spread and ratios of measurements, and whether a ratio is reliable."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from typing import NamedTuple

DRAWS = 1_000
"""How often the rounds are resampled to see how far the ratio depends on single rounds."""

MAX_SPREAD = 0.25
"""How wide the middle 90 % of the resampled ratios may be, as a part of the ratio."""

FEWEST_ROUNDS = 3


class Ratio(NamedTuple):
    """A ratio with the ends of the middle 90 % of the resampled ones.

    ``problem`` is "" for a reliable ratio, else why it is not; ``is_noisy`` says that there were
    enough rounds all the same, so that the ends can still be compared with a target.
    """

    value: float
    low: float
    high: float
    problem: str = ""
    is_noisy: bool = False


def added(taken: Sequence[float], baseline: Sequence[float] | None) -> list[float]:
    """Give the time of each round less that of the baseline in the same round."""
    if baseline is None:
        return list(taken)
    return [each - base for each, base in zip(taken, baseline, strict=True)]


def spread(values: Sequence[float]) -> float:
    """Give the distance of the quartiles, as a part of the median; 0 for less than two values."""
    if len(values) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / abs(middle) if middle else float("inf")


def ratio(subject: Sequence[float], against: Sequence[float]) -> Ratio:
    """Give the ratio of two medians that were measured in the same rounds.

    The rounds are resampled with replacement, the same draws for both, from a fixed seed.
    """
    middle = statistics.median(against)
    value = statistics.median(subject) / middle if middle else float("inf")
    drawn = sorted(_drawn(subject, against))
    low, high = drawn[len(drawn) // 20], drawn[-1 - len(drawn) // 20]
    if len(subject) < FEWEST_ROUNDS:
        return Ratio(value, low, high, f"only {len(subject)} of {FEWEST_ROUNDS} rounds")
    if not 0 < low <= high < float("inf") or high - low > MAX_SPREAD * value:
        return Ratio(value, low, high, f"too noisy: {low:.2f} to {high:.2f}", True)
    return Ratio(value, low, high)


def _drawn(subject: Sequence[float], against: Sequence[float]) -> list[float]:
    source = random.Random(1)
    ratios = []
    for _ in range(DRAWS):
        rounds = source.choices(range(len(subject)), k=len(subject))
        below = statistics.median(against[at] for at in rounds)
        above = statistics.median(subject[at] for at in rounds)
        ratios.append(above / below if below else float("inf"))
    return ratios
