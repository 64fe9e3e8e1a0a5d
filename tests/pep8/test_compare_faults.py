"""The faults of a fix: fixed and remaining."""

from __future__ import annotations

import pytest

from hookkit.pep8.compare_faults import FaultComparison, compare_faults
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.hunks import Hunk


def faults(*places: str) -> tuple[Fault, ...]:
    """Faults from ``code:line``."""
    return tuple(Fault(code, int(line), "") for code, line in (each.split(":") for each in places))


ADDED = Hunk(0, 0, (b"\n", b"\n"))
SPLIT = Hunk(1, 2, (b"a\n", b"b\n"))


@pytest.mark.parametrize(
    ("before", "after", "hunks", "mended_faults", "left"),
    [
        pytest.param(("E1:1",), (), [], ("E1:1",), (), id="fixed"),
        pytest.param(("E1:1",), ("E1:1",), [], (), ("E1:1",), id="still there"),
        pytest.param(("E1:1", "E1:1"), ("E1:1",), [], ("E1:1",), ("E1:1",), id="one of two"),
        pytest.param(("E1:1", "E2:1"), ("E2:1",), [], ("E1:1",), ("E2:1",), id="two codes"),
        pytest.param(("E1:3",), ("E1:5",), [ADDED], (), ("E1:3",), id="moved down"),
        pytest.param(("E1:3", "E1:4"), ("E1:6",), [ADDED], ("E1:3",), ("E1:4",), id="the first"),
        pytest.param(("E1:2",), ("E1:3",), [SPLIT], (), ("E1:2",), id="in a split line"),
        pytest.param(("E1:9",), ("E1:1",), [], (), ("E1:9",), id="elsewhere now"),
        pytest.param((), ("E1:1",), [], (), (), id="a new one"),
    ],
)
def test_settle(
    before: tuple[str, ...],
    after: tuple[str, ...],
    hunks: list[Hunk],
    mended_faults: tuple[str, ...],
    left: tuple[str, ...],
) -> None:
    expected = FaultComparison(faults(*mended_faults), faults(*left))
    assert compare_faults(faults(*before), faults(*after), hunks) == expected
