"""A branch without the configuration of pre-commit or prek, whose hooks refuse commits there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.install.install import install
from hookkit.settings.effective_settings import load_settings
from hookkit.shims.failing_pre_commit_or_prek_scripts import FailingScripts, failing_scripts
from hookkit.shims.hooks_status import find_hooks_status
from tests.frameworks.conftest import program
from tests.repository import Repository
from tests.repository_with_hooks import run_here

CONFIG = ".pre-commit-config.yaml"
TEXT = """\
repos:
- repo: local
  hooks:
  - {id: nothing, name: nothing, entry: git --version, language: system, always_run: true}
"""


@pytest.fixture(params=["pre-commit", "prek"])
def tool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two, found by its name, as the repair has it."""
    folders = [str(Path(sys.executable).parent), str(Path(program(request.param)).parent)]
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))
    return str(request.param)


@pytest.fixture
def team(repo: Repository, tool: str) -> Repository:
    """A repository with the scripts of one of them, and its configuration on ``main`` alone."""
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("branch", "topic")
    repo.commit("Configure", {CONFIG: TEXT})
    subprocess.run(
        [tool, "install", "-t", "pre-commit", "-t", "post-commit"],
        cwd=repo.path,
        check=True,
        capture_output=True,
    )
    return repo


def failing(repo: Repository) -> FailingScripts | None:
    """What is found in a repository."""
    return failing_scripts(str(repo.path), str(repo.path / ".git" / "hooks"))


def is_refused(repo: Repository) -> bool:
    """Whether git refuses a commit."""
    command = ["git", "commit", "-q", "--allow-empty", "-m", "Try"]
    return subprocess.run(command, cwd=repo.path, capture_output=True).returncode != 0


def repaired(repo: Repository, command: str) -> None:
    """Run a repair."""
    command = command.replace("hookkit ", f"{sys.executable} -m hookkit ")
    subprocess.run(command, shell=True, cwd=repo.path, check=True, capture_output=True)


@pytest.mark.parametrize("is_kept", [False, True])
def test_it_is_named_with_a_repair_that_lets_the_commit_through(
    team: Repository, tool: str, is_kept: bool
) -> None:
    if is_kept:
        install(team.runner)
    assert failing(team) is None
    assert not is_refused(team)
    team.git("switch", "-q", "topic")
    found = failing(team)
    assert is_refused(team)
    assert found == FailingScripts(
        "prek" if tool == "prek" else "pre-commit", ("post-commit", "pre-commit"), CONFIG, is_kept
    )
    doctor = run_here(team, "doctor")
    assert doctor.status == 1
    assert f"run: {found.repair}" in " ".join(doctor.out.split())
    hooks = find_hooks_status(team.runner, load_settings(team.runner))
    assert (hooks.state, hooks.reason) == ("broken", found.sentence)
    repaired(team, found.repair)
    assert failing(team) is None
    assert not is_refused(team)


def test_who_has_silenced_it_is_not_told(team: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    team.git("switch", "-q", "topic")
    monkeypatch.setenv("PRE_COMMIT_ALLOW_NO_CONFIG", "1")
    assert not is_refused(team)
    assert failing(team) is None


def test_the_file_that_the_script_names_is_the_one_that_counts(team: Repository, tool: str) -> None:
    team.git("switch", "-q", "topic")
    (team.path / ".git" / "hooks" / "post-commit").unlink()
    team.write("ci/other.yaml", TEXT)
    command = [tool, "install", "-f", "-c", "ci/other.yaml", "-t", "pre-commit"]
    subprocess.run(command, cwd=team.path, check=True, capture_output=True)
    assert failing(team) is None
    (team.path / "ci" / "other.yaml").unlink()
    found = failing(team)
    assert found is not None and found.config == "ci/other.yaml"
    assert is_refused(team)


def test_without_a_script_of_theirs_there_is_nothing(repo: Repository) -> None:
    install(repo.runner)
    assert failing(repo) is None
