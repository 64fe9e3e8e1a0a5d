"""The number of flake8's findings in a repository over time."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.fleet.due_repositories import InspectedFleet
from hookkit.fleet.inspection import Facts
from hookkit.fleet.store import Store
from hookkit.fleet.typed_facts import as_list, number

Points = Sequence[tuple[int, int]]
"""A figure over time: pairs of seconds since 1970 and the value."""

FIGURE = "findings"
"""The name of the figure in a store."""


def add_points(store: Store, inspected: InspectedFleet) -> None:
    """Store how many findings the newest commit of each repository has."""
    points = []
    for entry, facts in inspected.read:
        if facts["tip"]:
            seconds, value = number(facts, "committed"), number(facts, "findings")
            points.append((entry.path, FIGURE, str(facts["tip"]), seconds, value))
    store.add_points(points)


def trend_of(points: Points, facts: Facts) -> Points:
    """Give the findings over time: ``points`` of earlier runs, or the baseline's states if more."""
    states = [(each["at"], each["findings"]) for each in as_list(facts["history"])]
    return states if len(states) > len(points) else points
