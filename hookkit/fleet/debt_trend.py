"""The trend of debt, stored and given: the number of flake8's findings over time."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.inspection import Facts, int_fact, list_fact
from hookkit.fleet.result_store import ResultStore

Points = Sequence[tuple[int, int]]
"""A metric over time: pairs of seconds since 1970 and the value."""

METRIC_NAME = "findings"
"""The name of the metric in a store."""


def store_debt_points(store: ResultStore, inspected: InspectedFleet) -> None:
    """Store how many findings the newest commit of each repository has."""
    points = []
    for repository, facts in inspected.readable:
        if facts["tip"]:
            seconds, value = int_fact(facts, "committed"), int_fact(facts, "findings")
            points.append((repository.path, METRIC_NAME, str(facts["tip"]), seconds, value))
    store.add_points(points)


def debt_trend(points: Points, facts: Facts) -> Points:
    """Give the findings over time: ``points``, or if more the baselines in the history of git."""
    baselines = [(each["at"], each["findings"]) for each in list_fact(facts, "history")]
    return baselines if len(baselines) > len(points) else points
