"""The sessions of noxfile.py run tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_tests_that_a_session_names_are_there() -> None:
    named = re.findall(r'"(tests/[\w/.]+)"', (ROOT / "noxfile.py").read_text("utf-8"))
    assert len(named) > 10
    assert [each for each in named if not (ROOT / each).exists()] == []
