"""Faults at each change that a command makes: nothing is lost, a half-done change is undone."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.faults.scenarios import OPERATIONS

if sys.platform != "linux" or platform.machine() != "x86_64":
    pytest.skip("the tracer knows Linux on x86-64", allow_module_level=True)

SHORT = {
    "commit, mode worktree": ("SIGINT to the group",),
    "commit, mode fixup": ("kill -9 of one",),
    "hookkit accept --as amend": ("ENOSPC once",),
    "hookkit sync": ("EACCES",),
    "hookkit merge --rebase": ("EIO",),
    "hookkit undo of accept": ("ENOSPC from there on",),
}
"""One point of each of these is tried in the normal run."""


def check(*args: str, results: Path) -> None:
    """Run the command, in a process of its own: who traces must have no other children."""
    command = [sys.executable, "-m", "tests.faults", "--jobs", "1", "--results", str(results)]
    ended = subprocess.run(
        [*command, *args], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", SHORT)
def test_a_fault_on_the_way_loses_nothing(tmp_path: Path, name: str) -> None:
    faults = [word for fault in SHORT[name] for word in ("--fault", fault)]
    check("--exactly", name, *faults, "--sample", "1", results=tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", [each.name for each in OPERATIONS])
def test_no_fault_at_any_change_loses_anything(tmp_path: Path, name: str) -> None:
    check("--exactly", name, results=tmp_path)


def test_every_operation_has_its_night() -> None:
    workflow = Path(__file__).parents[2] / ".github/workflows/nightly.yml"
    jobs = yaml.safe_load(workflow.read_text())["jobs"]
    named = jobs["faults"]["strategy"]["matrix"]["operation"]
    assert named == [each.name for each in OPERATIONS]
