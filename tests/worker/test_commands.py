"""``hookkit worker``, and what ``hookkit doctor`` says of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.shims.shim_file import render_shim
from hookkit.worker import worker_states
from hookkit.worker.folder_and_paths import WorkerPaths
from tests.repository import Repository
from tests.repository_with_hooks import run_here
from tests.worker.installation import Installation


def hookkit(installed: Installation, repo: Repository, *words: str) -> str:
    """Run the hookkit of an installation; give what it printed."""
    ended = subprocess.run(
        [installed.python, "-m", "hookkit", *words], cwd=repo.path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_status_and_stop(clone: Repository, installed: Installation) -> None:
    none = "no worker runs; a commit starts one where the settings say worker = true\n"
    assert hookkit(installed, clone, "worker") == none
    assert hookkit(installed, clone, "worker", "stop") == "no worker runs\n"
    pid = installed.start()
    text = hookkit(installed, clone, "worker", "status")
    assert re.fullmatch(
        rf"runs  {installed.python}\n  process {pid}, for 0 minutes, \d+ MB\n", text
    )
    assert hookkit(installed, clone, "worker", "stop") == (
        f"ended  {installed.python}  process {pid}\n"
    )
    assert installed.pid is None
    assert hookkit(installed, clone, "worker") == none


def test_status_says_why_a_commit_was_not_served(
    clone: Repository, installed: Installation
) -> None:
    installed.start()
    clone.git("config", "--unset", "hookkit.worker")
    clone.commit("Add", {"a.py": "x = 1\n"})
    installed.wait_until_ready()
    assert hookkit(installed, clone, "worker").endswith(
        "  last reason to start Python instead: the settings of the repository do not say"
        " worker = true\n"
    )


def test_the_doctor_tells_of_it(clone: Repository, installed: Installation) -> None:
    assert "ok    worker: none runs; a commit of a .py file starts one\n" in doctor(clone)
    pid = installed.start()
    assert f"ok    worker: runs as process {pid}\n" in doctor(clone)
    clone.git("config", "hookkit.worker", "false")
    assert "worker:" not in doctor(clone)


def test_the_doctor_finds_it_where_a_shim_names_a_link(
    clone: Repository, installed: Installation, tmp_path: Path
) -> None:
    link = tmp_path / "current"
    link.symlink_to(installed.path)
    shim = render_shim("post-commit", link / "bin" / installed.python.name)
    (clone.path / ".git" / "hooks" / "post-commit").write_bytes(shim)
    pid = installed.start()
    assert f"ok    worker: runs as process {pid}\n" in doctor(clone)


def test_the_doctor_tells_why_there_is_none(clone: Repository, runtime: Path) -> None:
    (runtime / "hookkit").mkdir(mode=0o700)
    (runtime / "hookkit").chmod(0o707)
    sentence = f"worker = true does nothing here: {runtime / 'hookkit'} is open to others"
    assert f"warn  worker: {sentence}" in doctor(clone)


def test_on_another_system_the_setting_does_nothing(
    clone: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_states, "is_supported", lambda: False)
    assert "worker = true does nothing here: this system has no /proc" in doctor(clone)
    assert list(worker_states.worker_states()) == []


def doctor(repo: Repository) -> str:
    """What the doctor says."""
    return run_here(repo, "doctor").out


def test_the_place_is_that_of_the_session_else_of_the_account(
    monkeypatch: pytest.MonkeyPatch, sealed_home: Path
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    path = "hookkit/worker/usr/bin/python3"
    assert WorkerPaths.of("/usr/bin/python3").folder == sealed_home / ".local/state" / path
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert WorkerPaths.of("/usr/bin/python3").folder == Path("/state") / path
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
    assert WorkerPaths.of("/usr/bin/python3").folder == Path("/run/user/1") / path
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    assert WorkerPaths.of("/usr/bin/python3").folder == Path("/state") / path


def test_a_folder_of_all_is_no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))
    with pytest.raises(EnvironmentFailed, match="is open to others"):
        WorkerPaths.of(sys.executable).make()
    below = shared / "mine"
    below.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(below))
    WorkerPaths.of(sys.executable).make()
    shared.chmod(0o777)
    with pytest.raises(EnvironmentFailed, match="is open to others"):
        WorkerPaths.of(sys.executable).make()
    assert os.listdir(shared) == ["mine"]
