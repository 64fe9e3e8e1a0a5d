"""The number and the seed of random examples: fixed, or set by ``TESTS_SEED`` for more of them.

The name does not begin with ``HOOKKIT_``: each test begins without those.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SEED = int(os.environ.get("TESTS_SEED", "0"))
"""0 is the run that always draws the same."""

FACTOR = 10 if SEED else 1
"""How many times the usual number of examples is drawn."""


def register_profiles() -> None:
    """Have hypothesis draw the same examples in every run, or fresh ones where a seed is given."""
    common: dict[str, Any] = {"deadline": None, "database": None, "print_blob": True}
    settings.register_profile("ci", derandomize=True, max_examples=50, **common)
    settings.register_profile(
        "random",
        max_examples=100 * FACTOR,
        suppress_health_check=[HealthCheck.too_slow],
        **common,
    )
    settings.load_profile("random" if SEED else "ci")


def examples(usual: int, in_normal_run: int | None = None) -> int:
    """How many examples a test of hypothesis draws that usually draws ``usual``.

    In the run that always draws the same it is a third of them, and ``in_normal_run`` where each
    takes long.
    """
    return usual * FACTOR if SEED else in_normal_run or max(usual // 3, 20)


def seeds(usual: int) -> list[Any]:
    """The parameters ``seed`` of a test that draws by itself: ``usual`` of them, or more."""
    first = SEED * 10_000
    numbers = range(first, first + usual * FACTOR)
    return [pytest.param(number, marks=pytest.mark.seeded) for number in numbers]
