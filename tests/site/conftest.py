"""The site of the documentation, built once for all tests of a process."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation_pages import ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site: warnings are errors, and so is a link that leads nowhere."""
    if importlib.util.find_spec("sphinx") is None:
        pytest.skip("Sphinx is not installed: the extra docs")
    place = tmp_path_factory.mktemp("site")
    command: list[str | Path] = [sys.executable, "-m", "sphinx", "-W", "-n", "-q"]
    ended = subprocess.run(
        [*command, "-d", place / "read", ROOT / "docs", place / "site"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return place / "site"
