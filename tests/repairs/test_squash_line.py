"""The line that squashes a ``fixup!`` commit is run as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.sync_scenario import Team, begin
from tests.history.checks.scenarios import branch, merge
from tests.repairs.repository_snapshot import in_conflict, look, lost
from tests.repairs.test_repairs_run import play
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, run_here


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice has a commit that is to be corrected on her topic."""
    made = begin(tmp_path)
    made.alice.commit("Sloppy", {"a.py": SLOPPY})
    return made


def squash_line(repo: Repository, *asked: str) -> str:
    """Ask hookkit, and give what it prints to squash."""
    ended = run_here(repo, *asked)
    found = re.search(r"^squash +(.*)$", ended.out, re.MULTILINE)
    assert found, ended
    return found[1]


def test_the_merges_between_a_commit_and_its_fixup_are_kept(team: Team) -> None:
    alice = team.alice
    sloppy = alice.git("rev-parse", "HEAD")
    alice.hookkit("run", "--mode", "propose")
    branch(alice, "inner", "7-topic", "i1")
    merge(alice, "inner", into="7-topic")
    squash = squash_line(alice, "accept", sloppy)
    tree, merges = alice.git("rev-parse", "HEAD^{tree}"), alice.git("rev-list", "--merges", "HEAD")
    assert play(alice, f"export GIT_SEQUENCE_EDITOR=:; {squash}").returncode == 0
    assert alice.git("rev-parse", "HEAD^{tree}") == tree
    assert len(alice.git("rev-list", "--merges", "HEAD").split()) == len(merges.split()) == 1
    assert "fixup!" not in alice.git("log", "--format=%s")


def test_without_a_merge_and_autostash_the_line_is_short(team: Team) -> None:
    sloppy = team.alice.git("rev-parse", "--short=7", "HEAD")
    line = squash_line(team.alice, "run", "--mode", "fixup")
    assert line == f"git rebase -i --autosquash {sloppy}^"


@pytest.mark.parametrize("how", ["run", "accept", "spread"])
def test_edits_are_not_stashed_to_squash(team: Team, how: str) -> None:
    alice = team.alice
    alice.git("config", "rebase.autoStash", "true")
    if how != "run":
        alice.hookkit("run", "--mode", "propose")
    asked = {"run": ("run", "--mode", "fixup"), "accept": ("accept",)}
    squash = squash_line(alice, *asked.get(how, ("accept", "--spread")))
    alice.write("a.txt", "staged\n")
    alice.git("add", "a.txt")
    alice.write("a.txt", "edited again\n")
    before = look(alice)
    ended = play(alice, f"export GIT_SEQUENCE_EDITOR=:; {squash}")
    assert (ended.returncode == 0) == (squash == "hookkit tidy")  # which touches neither
    assert (lost(before, look(alice)), in_conflict(look(alice))) == ([], [])
    assert look(alice).files == before.files
