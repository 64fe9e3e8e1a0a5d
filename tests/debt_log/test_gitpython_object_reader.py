"""Objects that are broken, and what is read behind them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.debt_log.gitpython_object_reader import GitPythonObjectReader
from tests.repository import Repository


@pytest.mark.parametrize("most", [1_000_000, 100_000])
def test_a_content_that_is_cut_is_missing_and_the_next_is_read(
    repo: Repository, most: int
) -> None:
    text = "".join(f"x{number} = {number * 7_919 % 100_003}\n" for number in range(20_000))
    repo.commit("Begin", {"a.py": text, "b.py": "x = 1\n"})
    cut, whole = (repo.git("rev-parse", f"HEAD:{name}") for name in ("a.py", "b.py"))
    loose = Path(repo.path, ".git", "objects", cut[:2], cut[2:])
    loose.chmod(0o600)
    os.truncate(loose, 30_000)
    with GitPythonObjectReader(repo.runner) as contents:
        assert contents.read(cut, most) == "missing"
        assert contents.read(whole) == b"x = 1\n"
