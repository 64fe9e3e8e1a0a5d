"""A random walk: no step of hookkit loses anything."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.scenarios import begin
from tests.random_examples import seeds
from tests.walk.__main__ import save, saved, table
from tests.walk.random_walk import Walk, walk

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)


@pytest.mark.parametrize("seed", seeds(3))
def test_a_short_walk_loses_nothing(tmp_path: Path, seed: int) -> None:
    made = walk(begin(tmp_path / "base"), tmp_path / "walk", seed, 20)
    assert made.wrong == [], "\n".join(made.journal)


def test_walks_are_kept_and_told_as_a_table(tmp_path: Path) -> None:
    made = Walk(3, 2, ["insert", "hookkit run: 0"], [], Counter({"insert": 1, "hookkit run": 1}))
    save(made, tmp_path)
    assert saved(tmp_path) == [made]
    assert table([made, made]).splitlines()[2:] == [
        "| hookkit run | 2 |",
        "| insert | 2 |",
        "| all steps | 4 |",
    ]


@pytest.mark.long
def test_ten_thousand_steps_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.walk", "--steps", "10000", "--results", str(tmp_path)]
    ended = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
