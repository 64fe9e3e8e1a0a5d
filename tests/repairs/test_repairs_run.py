"""Every printed repair is run as it is printed: it leaves no conflict marker and loses nothing."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.sync_scenario import Team, begin
from tests.long_runs import case
from tests.repairs.command_scenarios import SCENARIOS
from tests.repairs.registry import PLAYED
from tests.repairs.repair_call_sites import made
from tests.repairs.repository_snapshot import RepositorySnapshot, in_conflict, look, lost
from tests.repairs.scenarios import Scenario
from tests.repository import Repository
from tests.repository_with_hooks import run_here

EDITS = ("clean", "unstaged", "staged and edited again", "autostash")

# Each repair is played in every run, and every sixth time also beside edits of one kind.
CASES = [
    case(name, edits, stays=edits == "clean" or (number + kind) % 6 == 0)
    for number, name in enumerate(SCENARIOS)
    for kind, edits in enumerate(EDITS)
]


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
    # A message is written where git wants one, and a list of commits is left as it is.
    write = 'sh -c \'grep -q ^[^#] "$0" || echo words >"$0"\''
    env = {**os.environ, "PATH": path, "GIT_EDITOR": write, "GIT_SEQUENCE_EDITOR": ":"}
    return subprocess.run(
        ["sh", "-c", repair], cwd=repo.path, env=env, capture_output=True, text=True
    )


def stand(repo: Repository) -> tuple[RepositorySnapshot, str, str, str]:
    """Give all that a repair has left as it was where it only shows something, or is taken back."""
    status = repo.git("status", "--porcelain=v2", "--untracked-files=all")
    head = repo.git("rev-parse", "--symbolic-full-name", "HEAD")
    return look(repo), repo.git("for-each-ref", "refs/heads/"), head, status


def is_restored(
    before: tuple[RepositorySnapshot, str, str, str], now: tuple[RepositorySnapshot, str, str, str]
) -> bool:
    """Whether files, index, branches and HEAD are as they were; there may be more objects."""
    return (before[0].files, before[1:]) == (now[0].files, now[1:])


def is_mended(repo: Repository, scenario: Scenario, done: subprocess.CompletedProcess[str]) -> bool:
    """Whether what was said is gone, or the repair names the next one."""
    if scenario.is_first:
        return done.returncode == 1 and "repair: " in done.stderr
    again = run_here(repo, *shlex.split(scenario.asks)) if not scenario.is_instead else None
    is_gone = again is None or scenario.says not in again.out + again.err
    return done.returncode == 0 and is_gone


def give_up(repo: Repository) -> None:
    """Take back what has stopped, as git says itself."""
    for command in ("rebase", "merge", "cherry-pick", "revert"):
        repo.attempt(command, "--abort")


@pytest.mark.parametrize(("name", "edits"), CASES)
def test_a_repair_leaves_no_marker_and_loses_nothing(team: Team, name: str, edits: str) -> None:
    scenario, alice = SCENARIOS[name], team.alice
    scenario.build(team)
    edit(alice, edits)
    with made() as functions:
        ended = run_here(alice, *shlex.split(scenario.asks))
    registered = {each for each, played in PLAYED.items() if played == name}
    assert edits != "clean" or registered <= functions
    said = ended.out + ended.err
    repairs = re.findall(r"^ *repair: (.*)$", said, re.MULTILINE)
    assert scenario.says in said or edits != "clean", said
    assert "--autostash" not in said
    assert repairs or scenario.shows or edits != "clean", said
    before, stood = look(alice), stand(alice)
    for repair in repairs[:1]:
        done = play(alice, repair)
        after = look(alice)
        assert alice.git("stash", "list") == "", repair
        assert lost(before, after) == [], f"{repair}\n{done.stdout}{done.stderr}"
        if scenario.stops:
            assert "conflict" in said
            assert {name for name in in_conflict(after) if name not in said} == set()
            give_up(alice)
            # What comes before a rebase stays done: edits are committed, a correction taken out.
            is_more = " && hookkit sync --resolve" in repair
            assert is_more or is_restored(stood, stand(alice)), repair
        else:
            assert in_conflict(after) == [], repair
        if edits == "clean" and not scenario.stops:
            is_shown = scenario.shows and is_restored(stood, stand(alice))
            assert is_shown or is_mended(alice, scenario, done), f"{repair}\n{done}"
    if edits == "clean" and not scenario.stops:
        there = alice.git("ls-tree", "-r", "--name-only", "--full-tree", "HEAD").splitlines()
        assert set(scenario.keeps) <= set(there), said


BY_GIT = (
    "check: a topic behind",
    "check: a commit without a ticket",
    "check: fixups",
    "check: an odd name",
    "merge: a topic behind",
    "merge: fixups",
)


@pytest.mark.parametrize("name", BY_GIT)
@pytest.mark.parametrize("edits", ["clean", "autostash"])
def test_what_is_told_by_git_alone_does_the_same(team: Team, name: str, edits: str) -> None:
    scenario, alice = SCENARIOS[name], team.alice
    scenario.build(team)
    edit(alice, edits)
    ended = run_here(alice, *shlex.split(scenario.asks))
    (by_git,) = re.findall(r"^ *by git: (.*)$", ended.out, re.MULTILINE)
    before = look(alice)
    done = play(alice, by_git)
    after = look(alice)
    assert (lost(before, after), in_conflict(after)) == ([], [])
    assert alice.git("stash", "list") == ""
    # An edit of its own keeps git from beginning.
    assert (done.returncode == 0) == (edits == "clean"), done.stderr
    again = run_here(alice, *shlex.split(scenario.asks))
    # A commit without a ticket is only opened to be reworded.
    is_mended = edits == "clean" and scenario.says != "HK701"
    assert (scenario.says in again.out) != is_mended
