"""The Python that hooks name: which one is chosen, and where a shim goes through a link."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.install.hook_interpreter import (
    LINKED_PYTHON_FILE,
    interpreter_for_shims,
    this_python_through_link,
)
from hookkit.install.install import install
from hookkit.shims.shim_file import read_shim, render_shim
from tests.repository import Repository

TELL = '#!/bin/sh\necho "$0"\n'


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that a link leads to, with a Python that tells how it was started."""
    folder = tmp_path / "versions" / "1"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python3"
    python.write_text(TELL)
    python.chmod(0o755)
    (folder / "bin" / "python").symlink_to("python3")
    (tmp_path / "current").symlink_to("versions/1")
    monkeypatch.setattr(sys, "executable", str(python))
    return folder


def name(environment: Path, text: str) -> Path:
    """What hooks name where the file of the environment has a text."""
    (environment / LINKED_PYTHON_FILE).write_text(text)
    return this_python_through_link()


def test_the_link_is_named_while_it_leads_here(environment: Path, tmp_path: Path) -> None:
    stable = tmp_path / "current" / "bin" / "python"
    assert this_python_through_link() == environment / "bin" / "python3"
    assert name(environment, f"{stable}\n") == stable
    (tmp_path / "versions" / "2" / "bin").mkdir(parents=True)
    (tmp_path / "new").symlink_to("versions/2")
    os.replace(tmp_path / "new", tmp_path / "current")
    assert this_python_through_link() == environment / "bin" / "python3"


@pytest.mark.parametrize("text", ["", "current/bin/python", "/nowhere/bin/python", "\udcff"])
def test_what_is_no_such_link_is_not_named(environment: Path, text: str) -> None:
    (environment / LINKED_PYTHON_FILE).write_bytes(os.fsencode(text))
    assert this_python_through_link() == environment / "bin" / "python3"


@pytest.mark.parametrize("event", ["post-commit", "pre-receive"])
def test_a_shim_starts_the_environment_that_the_link_leads_to(
    environment: Path, tmp_path: Path, event: str
) -> None:
    repo = Repository.init(tmp_path / "clone")
    repo.write("a.py", "x = 1\n")
    repo.git("add", "a.py")
    repo.git("commit", "-q", "-m", "a")
    shim = tmp_path / event
    shim.write_bytes(render_shim(event, tmp_path / "current" / "bin" / "python"))
    shim.chmod(0o755)
    ended = subprocess.run([shim], cwd=repo.path, input="", stdout=subprocess.PIPE, text=True)
    assert ended.stdout == f"{environment}/bin/python\n"
    found = read_shim(shim)
    assert found is not None and found.started_python == environment / "bin" / "python"


def linked_python(repo: Repository, tmp_path: Path) -> Repository:
    """Make a linked worktree that has a virtual environment of its own."""
    repo.commit("first", {"a.txt": "1\n"})
    linked = Repository(tmp_path / "linked")
    repo.git("worktree", "add", "-q", str(linked.path))
    fake_environment(linked)
    return linked


def fake_environment(repo: Repository) -> Path:
    """Make `.venv/bin/python`, which is this interpreter."""
    python = repo.path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n")
    python.chmod(0o755)
    return python


def test_a_linked_worktrees_python_is_not_written_into_the_shims(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = linked_python(repo, tmp_path)
    monkeypatch.setattr(sys, "executable", str(linked.path / ".venv/bin/python"))
    python, note = interpreter_for_shims(linked.runner)
    assert python is None
    assert note is not None and "has no hookkit" in note
    assert install(linked.runner).notes == (note,)


def test_the_main_worktrees_python_is_taken_instead(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = linked_python(repo, tmp_path)
    main = fake_environment(repo)
    monkeypatch.setattr(sys, "executable", str(linked.path / ".venv/bin/python"))
    python, note = interpreter_for_shims(linked.runner)
    assert python == main
    assert note is not None and str(main) in note


def test_a_python_inside_the_main_worktree_is_written_into_the_shims(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = fake_environment(repo)
    monkeypatch.setattr(sys, "executable", str(python))
    assert interpreter_for_shims(repo.runner) == (python, None)


def test_a_python_whose_path_has_a_line_end_is_not_written_into_the_shims(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/a\nb/python")
    assert interpreter_for_shims(repo.runner)[0] is None
