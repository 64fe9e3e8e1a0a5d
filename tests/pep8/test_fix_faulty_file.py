"""The withheld fixes, by the withheld hunks and the faults that remain."""

from __future__ import annotations

import pytest

from hookkit.pep8.compare_faults import FaultComparison
from hookkit.pep8.fix_faulty_file import _withheld_fixes
from hookkit.pep8.fix_task_and_outcome import Withheld
from hookkit.pep8.fix_text import NEVER_FIXED_CODES
from hookkit.pep8.hunks import Hunk
from hookkit.pep8.safe_hunks import WithheldHunk
from tests.pep8.test_compare_faults import faults


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
    assert _withheld_fixes(refusals, judged) == expected
