"""An inspection of a repository and its result, as values: the facts, or the problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Facts = dict[str, object]


class Inspection(NamedTuple):
    """An inspection to run: ``name`` is a key of ``inspect_repository.INSPECTIONS``.

    ``options`` are passed as text. ``seconds`` is its limit of wall-clock time.
    """

    name: str
    options: str
    seconds: float


class InspectionResult(NamedTuple):
    """The result for one repository: facts that JSON can represent, or a ``problem``.

    ``problem`` is "" if there are facts. ``repair`` is a command that helps, "" for none.
    ``other_files`` are the files on which the facts depend besides the repository's own files.
    ``fingerprint`` covers both, and is "" if the repository changed during the inspection.
    """

    path: str
    problem: str
    repair: str = ""
    facts: Facts = {}
    other_files: tuple[str, ...] = ()
    fingerprint: str = ""


def int_fact(facts: Facts, key: str) -> int:
    """Give the fact ``key``, which is an int."""
    found = facts[key]
    assert isinstance(found, int)
    return found


def list_fact(facts: Facts, key: str) -> list[Any]:
    """Give the fact ``key``, which is a list or a tuple; JSON turns tuples into lists."""
    found = facts[key]
    assert isinstance(found, (list, tuple))
    return list(found)


def rule_counts(facts: Facts) -> Mapping[str, int]:
    """Give the number of findings or corrected faults by rule."""
    found = facts["rules"]
    assert isinstance(found, dict)
    return found
