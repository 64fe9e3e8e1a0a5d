"""A Python that hooks name by a link: which name is taken, and where a shim goes through it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.install.hook_interpreter import LINKED_PYTHON_FILE, hook_interpreter
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
    return hook_interpreter()


def test_the_link_is_named_while_it_leads_here(environment: Path, tmp_path: Path) -> None:
    stable = tmp_path / "current" / "bin" / "python"
    assert hook_interpreter() == environment / "bin" / "python3"
    assert name(environment, f"{stable}\n") == stable
    (tmp_path / "versions" / "2" / "bin").mkdir(parents=True)
    (tmp_path / "new").symlink_to("versions/2")
    os.replace(tmp_path / "new", tmp_path / "current")
    assert hook_interpreter() == environment / "bin" / "python3"


@pytest.mark.parametrize("text", ["", "current/bin/python", "/nowhere/bin/python", "\udcff"])
def test_what_is_no_such_link_is_not_named(environment: Path, text: str) -> None:
    (environment / LINKED_PYTHON_FILE).write_bytes(os.fsencode(text))
    assert hook_interpreter() == environment / "bin" / "python3"


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
