"""A forked hook gives git the same output and status as a hook that starts Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked_hooks import forking
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, add, commit, install_hooks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


def run(folder: Path, code: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the Python of a hook with a line that a fork does not run."""
    with forking("clone"):
        command = [sys.executable, "-E", "-c", code, str(folder), "hook", "pre-receive"]
    # What is on its stdin is no line of git.
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, input=b"x\n", capture_output=True
    )


def test_it_is_forked_and_gives_status_and_output(repo: Repository) -> None:
    ended = run(repo.path, "print('started')")
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"hookkit: ")


def test_where_python_would_begin_in_another_way_it_is_started(repo: Repository) -> None:
    ended = run(repo.path, "print('started', input())", PYTHONUTF8="1")
    assert (ended.returncode, ended.stdout) == (0, b"started x\n")


def test_a_commit_is_corrected_by_it(repo: Repository) -> None:
    install_hooks(repo)
    repo.commit("begin", {"README": "x\n"})
    add(repo, a_py=SLOPPY)
    assert "hookkit corrected 3 faults" in commit(repo, "-m", "sloppy")
    assert repo.read("a.py") == FIXED.encode()
