"""The repair of a damaged baseline: it is run as it is printed, and nothing is lost."""

from __future__ import annotations

import subprocess

import pytest

from hookkit.settings.definitions import BASELINE_FILE
from tests.repository import Repository
from tests.repository_with_hooks import Ended, run_here

WORKTREE, STAGED, RANGE = (), ("--staged",), ("HEAD~1..HEAD",)


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository whose debt of two findings is accepted."""
    repo.commit("Begin", {"a.py": "import os\nx=1\n"})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    return repo


def damaged(repo: Repository) -> str:
    """The text of a baseline whose first finding is no line of one."""
    lines = repo.read(BASELINE_FILE).decode().splitlines(keepends=True)
    return "".join([lines[0], "[broken\n", *lines[2:]])


def repaired(repo: Repository, ended: Ended) -> str:
    """Run the repair of an error of a damaged baseline in another folder; give the repair."""
    assert ended.status == 2
    assert "the baseline is damaged at " in ended.err
    command = ended.err.splitlines()[-1].removeprefix("  repair: ")
    subprocess.run(command, shell=True, cwd=repo.path, check=True, capture_output=True)
    return command


@pytest.mark.parametrize("arguments", [("debt",), ("debt", "check"), ("debt", "accept", "--new")])
def test_of_a_worktree_it_is_what_is_staged(team: Repository, arguments: tuple[str, ...]) -> None:
    whole = team.read(BASELINE_FILE)
    team.write(BASELINE_FILE, damaged(team))
    ended = run_here(team, *arguments)
    assert repaired(team, ended) == f"git restore -- {BASELINE_FILE}"
    assert team.read(BASELINE_FILE) == whole


@pytest.mark.parametrize("arguments", [WORKTREE, STAGED, RANGE])
def test_of_a_commit_it_is_the_newest_whole_one_before(
    team: Repository, arguments: tuple[str, ...]
) -> None:
    whole, commit = team.read(BASELINE_FILE), team.head[:7]
    team.commit("Damage it", {BASELINE_FILE: damaged(team)})
    ended = run_here(team, "debt", "check", *arguments)
    command = f"git restore --source={commit} --staged --worktree -- {BASELINE_FILE}"
    assert repaired(team, ended) == command
    assert team.read(BASELINE_FILE) == whole
    team.commit("Repair it")
    assert run_here(team, "debt", "check").status == 0


def test_of_the_index_it_is_a_whole_one_of_the_worktree(team: Repository) -> None:
    whole = team.read(BASELINE_FILE)
    team.write(BASELINE_FILE, damaged(team))
    team.git("add", BASELINE_FILE)
    team.write(BASELINE_FILE, whole)
    assert (
        repaired(team, run_here(team, "debt", "check", "--staged")) == f"git add -- {BASELINE_FILE}"
    )
    assert run_here(team, "debt", "check", "--staged").status == 0


def test_where_there_was_never_a_whole_one_it_is_put_aside(repo: Repository) -> None:
    repo.commit("Damage it", {BASELINE_FILE: "[\n", "a.py": "x=1\n"})
    assert repaired(repo, run_here(repo, "debt")) == f"mv {BASELINE_FILE} {BASELINE_FILE}.damaged"
    assert repo.read(f"{BASELINE_FILE}.damaged") == b"[\n"
    assert run_here(repo, "debt", "accept").status == 0


def test_the_range_that_repairs_it_passes(team: Repository) -> None:
    whole, commit = team.read(BASELINE_FILE).decode(), team.head[:7]
    team.commit("Damage it", {BASELINE_FILE: damaged(team)})
    team.commit("Repair it", {BASELINE_FILE: whole})
    ended = run_here(team, "debt", "check", "HEAD~1..HEAD")
    assert ended.status == 0
    assert f"is no line of a baseline; the one of {commit} is taken instead\n" in ended.out


def test_a_range_that_repairs_the_first_one_is_compared_with_its_own(team: Repository) -> None:
    whole = team.read(BASELINE_FILE).decode()
    team.git("switch", "-q", "--orphan", "other")
    damage = whole.replace('"a.py"', "broken", 1)
    team.commit("Damage it", {BASELINE_FILE: damage, "a.py": "import os\nx=1\n"})
    team.commit("Repair it", {BASELINE_FILE: whole, "b.py": "y = 1\n"})
    ended = run_here(team, "debt", "check", "HEAD~1..HEAD")
    assert ended.status == 0
    assert "; there is no whole one before it\n" in ended.out


def test_a_repair_that_takes_more_has_grown_and_says_how_to_take_it_back(team: Repository) -> None:
    commit = team.head[:7]
    team.commit("Damage it", {BASELINE_FILE: damaged(team)})
    team.git("restore", f"--source={commit}", "--", BASELINE_FILE)
    team.write("b.py", "y=1\n")
    team.git("add", "b.py")
    assert run_here(team, "debt", "accept", "--new").status == 0
    team.git("add", BASELINE_FILE)
    team.commit("Repair it, and more")
    ended = run_here(team, "debt", "check", "HEAD~1..HEAD")
    assert ended.status == 1
    assert f"take back  git checkout {commit} -- {BASELINE_FILE}\n" in ended.out


def test_a_range_is_mended_where_it_is_checked_out(team: Repository) -> None:
    commit = team.head[:7]
    team.commit("Damage it", {BASELINE_FILE: damaged(team)})
    folder = team.path / "sub"
    folder.mkdir()
    ended = run_here(Repository(folder), "debt", "check", "HEAD~1..HEAD")
    assert f"--source={commit} --staged --worktree -- ../{BASELINE_FILE}" in ended.err
