"""The faults of a fix: fixed, remaining, withheld."""

from __future__ import annotations

import pytest

from hookkit.pep8.compare_faults import FaultComparison, compare_faults, withheld_fixes
from hookkit.pep8.fix_task_and_outcome import Fault, Withheld
from hookkit.pep8.hunks import Hunk
from hookkit.pep8.safe_hunks import WithheldHunk
from hookkit.pep8.stable_fix import NEVER_FIXED_CODES


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


def refusal(start: int, end: int, reason: str = "why") -> WithheldHunk:
    """A refused hunk."""
    return WithheldHunk(Hunk(start, end, ()), reason)


@pytest.mark.parametrize(
    ("refusals", "judged", "expected"),
    [
        pytest.param([], FaultComparison((), ()), [], id="nothing"),
        pytest.param(
            [refusal(0, 1)],
            FaultComparison((), faults("E225:1", "E231:1", "E225:2")),
            [Withheld(("E225", "E231"), 1, 1, "why")],
            id="its codes",
        ),
        pytest.param(
            [refusal(1, 2), refusal(0, 1, "first")],
            FaultComparison((), faults("E702:1")),
            [Withheld(("E702",), 1, 2, "first")],
            id="lines that follow each other",
        ),
        pytest.param(
            [refusal(0, 1), refusal(2, 3)],
            FaultComparison((), faults("E701:1", "E702:3")),
            [Withheld(("E701",), 1, 1, "why"), Withheld(("E702",), 3, 3, "why")],
            id="lines apart",
        ),
        pytest.param(
            [refusal(0, 1)], FaultComparison(faults("E225:1"), ()), [], id="mended after all"
        ),
        pytest.param(
            [refusal(0, 1)],
            FaultComparison((), ()),
            [Withheld((), 1, 1, "why")],
            id="without a code",
        ),
        pytest.param(
            [refusal(4, 5)],
            FaultComparison((), faults("E402:2", "E701:5")),
            [
                Withheld(("E402",), 2, 2, NEVER_FIXED_CODES["E402"]),
                Withheld(("E701",), 5, 5, "why"),
            ],
            id="what is never taken, in order",
        ),
    ],
)
def test_withheld(
    refusals: list[WithheldHunk], judged: FaultComparison, expected: list[Withheld]
) -> None:
    assert withheld_fixes(refusals, judged) == expected
