"""The parameters of exhaustive tests: some are in the normal run, the others run at night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def case(*values: object, stays: bool) -> Any:
    """Give a parameter, which only stays in the normal run if it says so."""
    return pytest.param(*values, marks=[] if stays else [pytest.mark.long])


def some(values: Iterable[object], staying: Sequence[object]) -> list[Any]:
    """Give parameters of which some stay in the normal run."""
    return [case(value, stays=value in staying) for value in values]
