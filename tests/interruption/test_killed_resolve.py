"""kill -9 at the steps of a `sync --resolve`, of hookkit and of the git that it runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from tests.commands.sync_scenario import LINES, begin, edited, push
from tests.interruption.test_killed_sync import ROOT, person
from tests.repository import Repository
from tests.repository_with_hooks import run_here

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

EVERY = pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "12"])


@pytest.fixture
def alice(tmp_path: Path) -> Repository:
    """A stack of two branches, of which the upper one meets what the target has."""
    alice = begin(tmp_path).alice
    alice.git("branch", "6-low", "HEAD~1")
    alice.commit("Three", {"a.txt": edited(LINES, _2="one", _20="alice")})
    alice.commit("Four", {"four.txt": "4\n"})
    alice.git("fetch", "-q")
    alice.write("untracked.txt", "mine\n")
    return alice


def killed(alice: Repository, action: str, every: str) -> Iterator[Repository]:
    """Copies in which the action was killed at its steps; in the last it came to its end."""
    program = "tests.interruption.kill_sync_resolve"
    command = [sys.executable, "-m", program, str(alice.path), action]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    for number in range(int(ended.stdout) + 1):
        left = Repository(Path(f"{alice.path}-{number}"))
        (left.path / ".git/index.lock").unlink(missing_ok=True)
        left.git("fsck", "--strict", "--connectivity-only", "--no-dangling")
        yield left
        shutil.rmtree(left.path)


def is_stopped(repo: Repository) -> bool:
    """Whether git is in the middle of a rebase."""
    return (repo.runner.git_dir / "rebase-merge").exists()


def resolve(repo: Repository) -> None:
    """Resolve the conflict."""
    repo.write("a.txt", edited(LINES, _2="one", _20="both"))
    repo.git("add", "a.txt")


def kept_at_next_correction(repo: Repository) -> str:
    """The refs of entries that stay when the next correction removes what nobody needs."""
    expire_corrections_and_entries(repo.runner, 1000, 1000, time.time())
    return repo.git("for-each-ref", "refs/hookkit/kept/")


def check_begun_again(repo: Repository, before: tuple[object, ...]) -> None:
    """It can be done again, to its end, and taken back."""
    assert run_here(repo, "sync", "--resolve", "--no-fetch").status == 1
    resolve(repo)
    assert run_here(repo, "sync", "--continue").status == 0
    assert run_here(repo, "undo").status == 0
    assert person(repo) == before


@EVERY
def test_killed_where_it_begins(alice: Repository, every: str) -> None:
    before, seen = person(alice), set()
    for left in killed(alice, "resolve", every):
        seen.add(is_stopped(left))
        if is_stopped(left):
            assert run_here(left, "sync", "--abort").status == 0
        assert person(left) == before
        assert run_here(left, "undo").status == 1
        assert kept_at_next_correction(left) == ""
        assert person(left) == before
    check_begun_again(alice, before)
    assert seen == {False, True}


@EVERY
def test_killed_on_the_way_to_its_end(alice: Repository, every: str) -> None:
    before, seen = person(alice), set()
    assert run_here(alice, "sync", "--resolve", "--no-fetch").status == 1
    resolve(alice)
    for left in killed(alice, "continue", every):
        seen.add(is_stopped(left))
        if is_stopped(left):
            assert run_here(left, "sync", "--continue").status == 0
        done = left.git("log", "--format=%s", "7-topic").splitlines()
        assert done[:5] == ["Four", "Three", "Two", "One", "On main"]
        assert left.git("rev-parse", "6-low") == left.git("rev-parse", "7-topic~3")
        assert run_here(left, "undo").status == 0
        assert person(left) == before
    assert seen == {False, True}


@EVERY
def test_killed_while_it_is_given_up(alice: Repository, every: str) -> None:
    before, seen = person(alice), set()
    assert run_here(alice, "sync", "--resolve", "--no-fetch").status == 1
    alice.write("a.txt", "half resolved\n")
    for left in killed(alice, "abort", every):
        seen.add(is_stopped(left))
        if is_stopped(left):
            assert run_here(left, "sync", "--abort").status == 0
        assert person(left) == before
        assert run_here(left, "undo").status == 1
        assert kept_at_next_correction(left) == ""
    assert seen == {False, True}


def test_git_itself_killed_in_the_middle_of_a_pick(alice: Repository) -> None:
    """A merge driver kills the git that runs it, but in the rehearsal."""
    alice.write(".git/info/attributes", "a.txt merge=deadly\n")
    script = alice.path.parent / "deadly"
    script.write_text('case $GIT_DIR in */borrowed/*) ;; *) kill -9 "$PPID" ;; esac\nexit 1\n')
    alice.git("config", "merge.deadly.driver", f". '{script}'")
    before = person(alice)
    run_here(alice, "sync", "--resolve", "--no-fetch")
    (alice.path / ".git/index.lock").unlink(missing_ok=True)
    (alice.path / ".git/info/attributes").unlink()
    assert is_stopped(alice)
    ended = run_here(alice, "sync", "--continue")
    one = alice.git("rev-parse", "--short=7", "7-topic~3")
    assert ended.err == (
        f'hookkit: git was killed while it rewrote {one} "One", and would leave it out\n'
        "  repair: hookkit sync --abort\n"
    )
    assert run_here(alice, "sync", "--abort").status == 0
    for left in alice.path.glob(".merge_file_*"):  # of git's merge driver
        left.unlink()
    assert person(alice) == before


def test_a_push_of_another_meanwhile_is_no_matter(tmp_path: Path) -> None:
    team = begin(tmp_path)
    alice = team.alice
    alice.commit("Three", {"a.txt": edited(LINES, _2="one", _20="alice")})
    before = person(alice)
    assert run_here(alice, "sync", "--resolve").status == 1
    push(team.bob, "Later", {"later.txt": "1\n"})
    alice.git("fetch", "-q")
    resolve(alice)
    assert run_here(alice, "sync", "--continue").out.startswith("hookkit rebased 3 commits")
    assert run_here(alice, "undo").status == 0
    assert person(alice) == before
