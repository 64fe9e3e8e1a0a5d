"""Under much of everything all ends as it should; a little of it in the normal run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.load_cases import LOADS, many_branches, many_commits, many_files


@pytest.mark.parametrize(
    ("load", "count"), [(many_files, 30), (many_branches, 100), (many_commits, 8)]
)
def test_a_little_load_ends_as_it_should(tmp_path: Path, load: object, count: int) -> None:
    assert callable(load)
    rows = load(tmp_path / "scenario", count)
    assert [row for row in rows if row.status not in (0, 1)] == []


@pytest.mark.long
@pytest.mark.parametrize("name", LOADS)
def test_much_load_ends_as_it_should(tmp_path: Path, name: str) -> None:
    rows = LOADS[name](tmp_path / "scenario")
    assert [row for row in rows if row.status not in (0, 1)] == []
