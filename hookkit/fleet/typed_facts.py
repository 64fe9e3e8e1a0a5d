"""Getters that give a fact with its type, which ``Facts`` does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hookkit.fleet.inspection import Facts


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
