"""What is printed as a repair is run as it is copied: it leaves no marker and loses nothing."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.synced import Team, begin
from tests.hooked import run_here
from tests.repairs.kept import in_conflict, look, lost
from tests.repairs.scenes import SCENES
from tests.repository import Repository

EDITS = ("clean", "unstaged", "staged and edited again", "autostash")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice has two commits on a topic, and Bob has gone on with main."""
    return begin(tmp_path)


def edit(repo: Repository, kind: str) -> None:
    """Make uncommitted edits where the others have worked too, and a file that nobody knows."""
    repo.write("untracked.txt", "mine alone\n")
    if kind == "autostash":
        repo.git("config", "rebase.autoStash", "true")
        repo.git("config", "merge.autoStash", "true")
    if kind != "clean" and (repo.path / "a.txt").exists():
        if kind != "unstaged":
            repo.write("a.txt", repo.read("a.txt") + b"staged\n")
            repo.git("add", "a.txt")
        # Bob has line 20 changed.
        data = b"in front\n" + repo.read("a.txt").replace(b"\n20\n", b"\nmine\n")
        repo.write("a.txt", data.replace(b"\nbob\n", b"\nmine\n"))
        repo.write("b.txt", repo.read("b.txt") + b"edited\n")


def play(repo: Repository, repair: str) -> subprocess.CompletedProcess[str]:
    """Run a repair as a person copies it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "GIT_EDITOR": ":"}
    return subprocess.run(
        ["sh", "-c", repair], cwd=repo.path, env=env, capture_output=True, text=True
    )


@pytest.mark.parametrize("edits", EDITS)
@pytest.mark.parametrize("name", SCENES)
def test_a_repair_leaves_no_marker_and_loses_nothing(team: Team, name: str, edits: str) -> None:
    scene, alice = SCENES[name], team.alice
    scene.build(team)
    edit(alice, edits)
    ended = run_here(alice, *shlex.split(scene.asks))
    said = ended.out + ended.err
    repairs = re.findall(r"^ *repair: (.*)$", said, re.MULTILINE)
    assert scene.says in said or edits != "clean", said
    assert "--autostash" not in said
    assert repairs or scene.shows or edits != "clean", said
    before = look(alice)
    for repair in repairs[:1]:
        done = play(alice, repair)
        after = look(alice)
        assert alice.git("stash", "list") == "", repair
        assert lost(before, after) == [], f"{repair}\n{done.stdout}{done.stderr}"
        if scene.stops:
            assert "conflict" in said
            assert {name for name in in_conflict(after) if name not in said} == set()
        else:
            assert in_conflict(after) == [], repair
        if edits == "clean" and not (scene.stops or scene.shows):
            assert done.returncode == 0, f"{repair}\n{done.stdout}{done.stderr}"
            again = run_here(alice, *shlex.split(scene.asks))
            assert scene.says not in again.out + again.err
    if edits == "clean" and not scene.stops:
        there = alice.git("ls-tree", "-r", "--name-only", "--full-tree", "HEAD").splitlines()
        assert set(scene.keeps) <= set(there), said
