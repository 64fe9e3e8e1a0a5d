"""``hookkit trust``: plugins of the repository itself run as long as they are what was trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.debt.local_plugins import plugins_of_worktree
from hookkit.settings.definitions import BASELINE_FILE
from tests.debt.repository_with_baseline import accept_two
from tests.repository import Repository
from tests.repository_with_hooks import run_here

PLUGIN = """\
import rules


class Plugin:
    name = version = "1"

    def __init__(self, tree):
        self.tree = tree

    def run(self):
        return [(1, 0, rules.TOLD, None)]
"""
RULES = "TOLD = 'XY100 told'\n"
LOCAL = """\
[flake8]
exclude = tools
[flake8:local-plugins]
extension =
    XY = plug:Plugin
paths = ./tools
"""
UNTRUSTED = "setup.cfg has flake8 run plugins of the repository itself (XY), which you do not trust"


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository with a baseline of two findings, and a plugin that finds one in each file."""
    accept_two(repo)
    files = {"setup.cfg": LOCAL, "tools/plug.py": PLUGIN, "tools/rules.py": RULES}
    repo.commit("Add a plugin", files)
    return repo


ARGUMENTS = [(), ("--staged",), ("HEAD~1..HEAD",)]


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_what_is_not_trusted_is_not_run_and_that_is_said(
    team: Repository, arguments: tuple[str, ...]
) -> None:
    ended = run_here(team, "debt", "check", *arguments)
    assert ended.status == 0
    assert UNTRUSTED in ended.out
    assert "trust  hookkit trust  once you have read them" in ended.out


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_what_is_trusted_is_run(team: Repository, arguments: tuple[str, ...]) -> None:
    said = run_here(team, "trust")
    assert said.status == 0
    assert said.out == (
        "hookkit trusts the plugins of setup.cfg: XY (2 files), as they are now\n"
        "setup.cfg  [flake8:local-plugins] plug\n"
        "  tools/plug.py  11 lines\n"
        "  tools/rules.py  1 line\n"
        "from now on  hookkit debt check  runs them until a byte of them changes\n"
        "take back    hookkit trust --forget\n"
    )
    team.write("b.py", "y = 1\n")
    team.git("add", "b.py")
    if arguments == ("HEAD~1..HEAD",):
        team.commit("Add b")
    ended = run_here(team, "debt", "check", *arguments)
    assert ended.status == 1
    assert "  b.py:1:1  XY100  told" in ended.out and UNTRUSTED not in ended.out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tools/plug.py", PLUGIN + "\n"),
        ("tools/rules.py", "TOLD = 'XY101 other'\n"),
        ("setup.cfg", LOCAL.replace("XY =", "XZ =")),
    ],
)
def test_what_changes_is_to_be_trusted_again(team: Repository, name: str, content: str) -> None:
    run_here(team, "trust")
    team.write(name, content)
    assert "which you do not trust as they are" in run_here(team, "debt", "check").out
    assert UNTRUSTED not in run_here(team, "debt", "check", "--staged").out
    team.git("add", name)
    assert "which you do not trust" in run_here(team, "debt", "check", "--staged").out
    run_here(team, "trust")
    assert "which you do not trust" not in run_here(team, "debt", "check").out


def test_what_changes_elsewhere_is_trusted_still(team: Repository) -> None:
    run_here(team, "trust")
    team.write("setup.cfg", LOCAL.replace("[flake8]", "[flake8]\nmax-line-length = 90"))
    team.write("tools/other.py", "x = 1\n")
    team.git("add", "tools")
    assert UNTRUSTED not in run_here(team, "debt", "check").out


def test_what_was_not_trusted_cannot_be_imported(team: Repository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    sneaky = "import importlib\nrules = importlib.import_module('hidden')\n"
    team.write("tools/plug.py", PLUGIN.replace("import rules\n", sneaky))
    team.write("tools/hidden.py", f"open({str(ran)!r}, 'w').close()\nTOLD = 'XY100 told'\n")
    team.git("add", "tools")
    run_here(team, "trust")
    ended = run_here(team, "debt", "check")
    assert ended.status == 3 and "No module named 'hidden'" in ended.err
    assert not ran.exists()


def test_findings_of_what_is_not_trusted_stay_in_the_baseline(team: Repository) -> None:
    run_here(team, "trust")
    assert run_here(team, "debt", "accept", "--new").status == 0
    assert team.read(BASELINE_FILE).count(b"XY100") == 1
    run_here(team, "trust", "--forget")
    before = team.read(BASELINE_FILE)
    ended = run_here(team, "debt", "check")
    assert "1 finding of plugins that you do not trust: kept in the baseline" in ended.out
    assert run_here(team, "debt", "accept").status == 0
    assert team.read(BASELINE_FILE) == before


def test_what_is_trusted_is_listed_and_forgotten(team: Repository) -> None:
    listed = run_here(team, "trust", "--list").out.splitlines()
    assert listed == [
        "0 versions of plugins trusted here",
        "not trusted as they are now: setup.cfg: XY (2 files)",
        "trust  hookkit trust  once you have read them",
    ]
    run_here(team, "trust")
    (title, line) = run_here(team, "trust", "--list").out.splitlines()
    assert title == "1 version of plugins trusted here"
    assert line.endswith("setup.cfg: XY (2 files)  as they are now")
    assert run_here(team, "trust", "--forget").out == (
        "hookkit forgot 1 version of plugins: none is trusted here\n"
    )
    assert run_here(team, "trust", "--list").out.startswith("0 versions")


def test_a_line_of_a_newer_hookkit_counts_for_nothing_and_stays(team: Repository) -> None:
    run_here(team, "trust")
    place = team.path / ".git/hookkit/trusted"
    newer = "2 sha512:" + "a" * 128 + " something else\n"
    place.write_text(newer)
    assert UNTRUSTED in run_here(team, "debt", "check").out
    assert run_here(team, "trust", "--list").out.splitlines()[:3] == [
        "0 versions of plugins trusted here",
        "1 line is of a newer hookkit: not read here, and kept as written",
        "read  pip install --upgrade hookkit",
    ]
    run_here(team, "trust")
    assert place.read_text().startswith(newer) and place.read_text().count("\n") == 2
    assert run_here(team, "trust", "--forget").status == 0
    assert place.read_text() == ""


def test_without_plugins_nothing_is_to_be_trusted(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    said = run_here(repo, "trust")
    assert (said.status, said.out) == (
        0,
        "flake8 is to run no plugins of the repository itself: nothing is to be trusted\n",
    )
    assert not (repo.path / ".git/hookkit/trusted").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_a_list_that_others_may_write_is_not_read(team: Repository) -> None:
    run_here(team, "trust")
    (team.path / ".git/hookkit/trusted").chmod(0o666)
    assert UNTRUSTED in run_here(team, "debt", "check").out


def test_a_link_is_no_list(team: Repository, tmp_path: Path) -> None:
    run_here(team, "trust")
    place = team.path / ".git/hookkit/trusted"
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert UNTRUSTED in run_here(team, "debt", "check").out


@pytest.mark.parametrize("folder", ["../outside", "/tmp", "tools/../../outside"])
def test_code_from_elsewhere_is_not_taken(team: Repository, folder: str) -> None:
    team.write("setup.cfg", LOCAL.replace("./tools", folder))
    plugins = plugins_of_worktree(team.runner)
    assert plugins is not None and plugins.files == {}
    run_here(team, "trust")
    ended = run_here(team, "debt", "check")
    assert ended.status == 3 and "No module named 'plug'" in ended.err


def test_the_commit_of_somebody_else_is_not_trusted(team: Repository, tmp_path: Path) -> None:
    run_here(team, "trust")
    ran = tmp_path / "ran"
    team.git("switch", "-qc", "theirs")
    hostile = f"{RULES}open({str(ran)!r}, 'w').close()\n"
    team.commit("Hostile", {"tools/rules.py": hostile, "b.py": "y = 1\n"})
    team.git("switch", "-q", "main")
    ended = run_here(team, "debt", "check", "main..theirs")
    assert ended.status == 0 and UNTRUSTED in ended.out
    assert not ran.exists()
