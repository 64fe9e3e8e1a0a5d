"""Files of other Pythons: judged by one that can read them, and never called broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hookkit.debt.find_other_pythons import find_pythons
from hookkit.debt.required_python_versions import RequiredPythons
from hookkit.settings.definitions import BASELINE_FILE
from tests.debt.repository_with_baseline import accept_two
from tests.repository import Repository
from tests.repository_with_hooks import run_here

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script stands for another Python")

OLD = 'print "old"\n'
FAKE = """\
#!{python}
import os, sys
arguments = sys.argv[1:]
open({log!r}, "a").write(os.getcwd() + "\\n")
if "-c" in arguments:
    sys.stdout.write("2.7")
    raise SystemExit(0)
output = [each for each in arguments if each.startswith("--output-file=")][0].split("=", 1)[1]
folder = arguments[-1]
with open(output, "w") as file:
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            place = os.path.join(folder, name)
            code = "E999" if "broken" in open(place).read() else "W601"
            file.write("\\x1e%s\\x1f1\\x1f1\\x1f%s\\x1fold\\x1f" % (place, code))
raise SystemExit(1)
"""


@pytest.fixture
def pythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on PATH, and no pyenv, where other Pythons would be."""
    folder = tmp_path / "pythons"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
    return folder


def fake(folder: Path, log: Path) -> None:
    """Put a Python 2.7 there, which finds W601 in each file."""
    place = folder / "python2.7"
    place.write_text(FAKE.format(python=sys.executable, log=str(log)))
    place.chmod(0o755)


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository with a baseline, and a file of Python 2."""
    accept_two(repo)
    repo.commit("Old", {"old.py": OLD})
    return repo


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("HEAD~1..HEAD",)])
def test_another_python_judges_what_it_can_read(
    team: Repository, pythons: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    fake(pythons, tmp_path / "log")
    if arguments == ("--staged",):
        team.write("old.py", OLD + "\n")
        team.git("add", "old.py")
    ended = run_here(team, "debt", "check", *arguments)
    assert ended.status == 1
    assert "  old.py:1:1  W601  old" in ended.out and "E999" not in ended.out
    this = "Python {}.{}".format(*sys.version_info)
    assert f"note  1 file that {this} cannot read: judged by Python 2.7" in ended.out
    assert all("empty" in each for each in (tmp_path / "log").read_text().splitlines())


def test_what_none_can_read_is_counted_and_not_broken(team: Repository, pythons: Path) -> None:
    ended = run_here(team, "debt", "check")
    assert ended.status == 0
    assert "1 file cannot be read by Python" in ended.out and "old.py" in ended.out
    before = team.read(BASELINE_FILE)
    assert run_here(team, "debt", "accept").status == 0
    assert team.read(BASELINE_FILE) == before


def test_what_this_python_must_read_is_broken(
    team: Repository, pythons: Path, tmp_path: Path
) -> None:
    fake(pythons, tmp_path / "log")
    team.commit("Say so", {"pyproject.toml": "[project]\nrequires-python = '>=3.10'\n"})
    ended = run_here(team, "debt", "check")
    assert ended.status == 1 and "old.py:1:" in ended.out and "E999" in ended.out
    assert not (tmp_path / "log").exists()


def test_findings_of_plugins_that_the_other_lacks_are_kept(
    team: Repository, pythons: Path, tmp_path: Path
) -> None:
    line = b'["old.py","E225","0123456789"],\n["old.py","XY1","0123456789"],\n'
    team.write(BASELINE_FILE, team.read(BASELINE_FILE).replace(b"[]]", line + b"[]]"))
    fake(pythons, tmp_path / "log")
    assert run_here(team, "debt", "accept").status == 1
    assert team.read(BASELINE_FILE).count(b"E225") == 1 and b"XY1" in team.read(BASELINE_FILE)


NEITHER = "def broken(:\n"


@pytest.mark.parametrize(
    ("versions", "text", "said"),
    [
        ("2.7,{this}", OLD, "judged by Python 2.7"),
        ("2.7,{this}", NEITHER, "old.py:1:"),
        ("2.6,{this}", NEITHER, "1 file cannot be read by Python"),
        ("{this}", OLD, "old.py:1:"),
    ],
)
def test_the_versions_that_are_set_decide(
    team: Repository, pythons: Path, tmp_path: Path, versions: str, text: str, said: str
) -> None:
    fake(pythons, tmp_path / "log")
    team.commit("Say so", {"pyproject.toml": "[project]\nrequires-python = '>=3.10'\n"})
    this = "{}.{}".format(*sys.version_info)
    for each in versions.format(this=this).split(","):
        team.git("config", "--add", "hookkit.pythonVersions", each)
    team.write("old.py", text)
    assert said in run_here(team, "debt", "check").out


@pytest.mark.parametrize("is_link", [False, True])
def test_a_python_of_the_worktree_is_never_run(
    team: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_link: bool
) -> None:
    bin_folder = team.path / "bin"
    bin_folder.mkdir()
    fake(bin_folder, tmp_path / "log")
    place = str(bin_folder)
    if is_link:
        (tmp_path / "way").symlink_to(bin_folder)
        place = str(tmp_path / "way")
    monkeypatch.setenv("PATH", f"bin{os.pathsep}{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYENV_ROOT", str(team.path))
    assert run_here(team, "debt", "check").status == 0
    assert not (tmp_path / "log").exists()


def test_a_python_without_flake8_is_none(pythons: Path, tmp_path: Path) -> None:
    place = pythons / "python2.7"
    place.write_text("#!/bin/sh\nexit 1\n")
    place.chmod(0o755)
    env = {"PATH": str(pythons), "PYENV_ROOT": str(tmp_path / "none")}
    assert list(find_pythons(RequiredPythons(), None, tmp_path, env)) == []
