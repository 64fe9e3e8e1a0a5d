"""An installation with a worker for each test, and a clone that wants it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.worker.installation import Installation

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a session."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return folder


@pytest.fixture
def installed(tmp_path: Path, runtime: Path) -> Iterator[Installation]:
    """An installation without a worker that runs."""
    made = Installation.make(tmp_path / "env")
    yield made
    made.kill()


@pytest.fixture
def clone(repo: Repository, installed: Installation) -> Repository:
    """A repository on a topic branch that wants the worker."""
    repo.commit("begin", {"README": "x\n"})
    repo.git("checkout", "-q", "-b", "topic")
    return installed.install(repo)
