"""pre-commit and prek with this tree as their source.

They build an environment for it from PyPI, once for all tests of a session.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.documentation_pages import ROOT
from tests.long_runs import some
from tests.repository import Repository

PARTS = ("hookkit", "hooks", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def program(name: str) -> str:
    """Give where a program is, beside this Python or on PATH; skip the test where there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@dataclass(frozen=True)
class Tool:
    """One of the two programs, with the folder of its environments."""

    name: str
    home: Path

    def run(self, repo: Repository, *args: str) -> subprocess.CompletedProcess[str]:
        """Run it in a repository and give how it ended."""
        return subprocess.run(
            [program(self.name), *args],
            cwd=repo.path,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
        )

    @property
    def env(self) -> dict[str, str]:
        """What it has to be told."""
        return {
            "PRE_COMMIT_HOME": str(self.home / "pre-commit"),
            "PREK_HOME": str(self.home / "prek"),
        }


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "frameworks"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(params=some(["pre-commit", "prek"], ["pre-commit"]))
def tool(request: pytest.FixtureRequest, home: Path) -> Tool:
    """Each of the two."""
    return Tool(request.param, home)


@pytest.fixture
def source(home: Path, tmp_path: Path) -> Repository:
    """A repository of its own with this tree as it is now."""
    if (home / "source").exists():
        return Repository(home / "source")
    made = Repository.init(tmp_path / "source")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, made.path / part)
    made.write(".gitignore", "__pycache__/\n")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "hookkit")
    with suppress(OSError):  # another test was there first
        made.path.rename(home / "source")
    return Repository(home / "source")
