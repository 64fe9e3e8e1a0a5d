"""Facts with their types, which JSON does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hookkit.fleet.inspection import Facts


def number(facts: Facts, key: str) -> int:
    """Give a fact that is a number."""
    found = facts[key]
    assert isinstance(found, int)
    return found


def as_list(found: object) -> list[Any]:
    """Give a fact that is a list."""
    assert isinstance(found, (list, tuple))
    return list(found)


def rules_of(facts: Facts) -> Mapping[str, int]:
    """Give how often each rule is broken."""
    found = facts["rules"]
    assert isinstance(found, dict)
    return found
