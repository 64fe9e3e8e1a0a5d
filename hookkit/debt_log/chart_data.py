"""The data of the charts: an area for each rule over time, and a heat map of the folders."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.debt_log.compute_debt_log import DebtLog

MAX_BANDS = 7
"""How many rules have a colour of their own; the other rules share one."""

MAX_STRIPS = 20
"""How many folders the heat map shows."""

MAX_CELLS = 60
"""The most cells in a strip; if more commits are sampled, only some are shown, with the last."""

HEAT_LEVEL_COUNT = 7
"""The number of heat levels above zero."""

OTHER_RULES = "other rules"


class Band(NamedTuple):
    """The area of a rule, or of all other rules: the number of findings at each sampled commit."""

    name: str
    values: tuple[int, ...]


class Strip(NamedTuple):
    """A row of the heat map: a folder with the number of findings at each commit that is shown."""

    folder: str
    values: tuple[int, ...]


def rule_bands(log: DebtLog) -> list[Band]:
    """Give the rules with the most findings at any time, the largest first."""
    peaks = Counter[str]()
    for each in log.samples:
        for code, number in each.by_rule.items():
            peaks[code] = max(peaks[code], number)
    names = [code for code, _ in sorted(peaks.items(), key=lambda each: (-each[1], each[0]))]
    shown = names[:MAX_BANDS]
    bands = [Band(code, tuple(each.by_rule.get(code, 0) for each in log.samples)) for code in shown]
    if len(names) > MAX_BANDS:
        known = [sum(each) for each in zip(*(band.values for band in bands), strict=True)]
        other_values = (
            each.total - known_total for each, known_total in zip(log.samples, known, strict=True)
        )
        bands.append(Band(OTHER_RULES, tuple(other_values)))
    return bands


def highest_total(log: DebtLog) -> int:
    """Give the height of a chart: the most findings at any time, at least 1."""
    return max([1, *(each.total for each in log.samples)])


def horizontal_positions(log: DebtLog) -> list[float]:
    """Give the horizontal positions of the samples, 0 to 1: by time, or evenly for commits."""
    count = len(log.samples)
    times: list[int] = []
    for each in log.samples:
        times.append(max([each.sampled_commit.commit.commit_time, *times[-1:]]))
    seconds = times[-1] - times[0]
    if log.interval == "commit" or not seconds:
        return [index / max(count - 1, 1) for index in range(count)]
    return [(each - times[0]) / seconds for each in times]


def area_paths(
    bands: Sequence[Band], positions: Sequence[float], size: tuple[float, float], highest: int
) -> list[str]:
    """Give each band's outline for SVG, stacked in a box of ``size`` (width and height)."""
    width, height = size
    base = [0] * len(positions)
    paths = []
    for band in bands:
        top = [bottom + value for bottom, value in zip(base, band.values, strict=True)]
        up, down = (
            [
                f"{width * position:.1f} {height - height * value / highest:.1f}"
                for position, value in zip(positions, values, strict=True)
            ]
            for values in (top, base)
        )
        paths.append(f"M{'L'.join([*up, *down[::-1]])}Z")
        base = top
    return paths


def shown_indices(count: int) -> list[int]:
    """Give the indices of the sampled commits that a strip shows."""
    if count <= MAX_CELLS:
        return list(range(count))
    step = (count - 1) / (MAX_CELLS - 1)
    return [round(step * index) for index in range(MAX_CELLS)]


def folder_strips(log: DebtLog) -> list[Strip]:
    """Give the folders with the most findings at any time, the largest first."""
    peaks = Counter[str]()
    for each in log.samples:
        for folder, number in each.by_folder.items():
            peaks[folder] = max(peaks[folder], number)
    names = sorted(peaks, key=lambda each: (-peaks[each], each))[:MAX_STRIPS]
    shown = [log.samples[index] for index in shown_indices(len(log.samples))]
    return [Strip(name, tuple(each.by_folder.get(name, 0) for each in shown)) for name in names]


def heat_level(value: int, most: int) -> int:
    """Give the heat level of a value (0 for zero), by square root so that small values differ."""
    return (
        min(1 + int(math.sqrt(value / most) * HEAT_LEVEL_COUNT), HEAT_LEVEL_COUNT) if value else 0
    )
