"""docs/performance.md: each case has its table, and the figures are those of the document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.__main__ import CASES
from scripts.render_performance import DOCUMENT, PAGES, PICTURE, PLACE, rendered

PEER: dict[str, Any] = {
    **{"rounds": 3, "baseline": None, "wall": 3.2, "wall_spread": 0.01, "wall_whole": 3.2},
    **{"cpu": 2.0, "cpu_spread": 0.02, "cpu_whole": 2.0, "instructions": 12_000_000},
}
ROW: dict[str, Any] = {
    **{"case": "text", "title": "no .py file", "subject": "hookkit", "against": "script"},
    **{"metric": "wall", "target": 1.15, "ratio": 1.1, "low": 1.0, "high": 1.2},
    **{"verdict": "reached", "reason": ""},
}
TOLD: dict[str, Any] = {
    "machine": {"processors": 2, "load": [0.1, 0.2, 0.3]},
    "versions": {"ruff": "ruff==1"},
    "cases": {"text": {"title": "no .py file", "peers": {"hookkit": PEER}, "skipped": {"x": "y"}}},
    "rows": [ROW],
    "worst": None,
    "ended": "today",
}


def test_every_case_has_its_table() -> None:
    page = PAGES[0].read_text("utf-8")
    named = {found["name"] for found in PLACE.finditer(page)}
    assert named == {None, "machine", "rows", "worst", *(case.name for case in CASES)}


def test_the_figures_of_a_document_are_written() -> None:
    page = rendered(PAGES[0].read_text("utf-8"), TOLD, "performance.svg")
    assert "| hookkit | 3.2 | 1% | 2.0 | 2% | 12 | 3 |" in page
    row = "| no .py file | hookkit | script | wall | 1.10 | 1.00 to 1.20 | ≤ 1.15 | reached |"
    assert row in page
    assert "](performance.svg)" in page
    assert rendered(page, TOLD, "performance.svg") == page


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the benchmark was not run yet")
def test_the_pages_have_the_figures_of_the_document() -> None:
    document = json.loads(DOCUMENT.read_text("utf-8"))
    for path in PAGES:
        page = path.read_text("utf-8")
        assert rendered(page, document, PICTURE.relative_to(path.parent).as_posix()) == page
