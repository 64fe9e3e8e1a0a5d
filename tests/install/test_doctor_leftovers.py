"""`hookkit doctor` finds the files that a killed hookkit left behind, and removes them."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookkit.git.temporary_names import has_ended, process_in_name, temporary_name
from hookkit.install.diagnosis import Diagnosis
from hookkit.install.doctor import diagnose_repository
from hookkit.install.doctor_leftovers import CLEAN_COMMAND, diagnose_leftovers
from hookkit.install.install import install
from hookkit.install.remove_leftovers import remove_leftovers
from tests.interruption.placement_scenario import SLOPPY, sloppy, state
from tests.repository import Repository

ROOT = Path(__file__).parents[2]
NAMES = "from hookkit.git.temporary_names import temporary_name; print(temporary_name({!r}))"


@pytest.fixture
def installed(repo: Repository) -> Repository:
    """A repository with a commit, in which hookkit is installed."""
    install(repo.runner)
    repo.commit("Begin", {"a.py": SLOPPY})
    return repo


def ended_name(prefix: str = ".hookkit-") -> str:
    """A temporary name of a process that has ended."""
    command = [sys.executable, "-c", NAMES.format(prefix)]
    return subprocess.check_output(command, cwd=ROOT, text=True).strip()


def found(repo: Repository) -> list[Diagnosis]:
    """What is found to be left behind."""
    return list(diagnose_leftovers(repo.runner))


def old(path: Path, hours: int = 2) -> Path:
    """Make something a few hours old."""
    past = time.time() - hours * 3600
    os.utime(path, (past, past))
    return path


@pytest.fixture
def no_git_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `ps` that sees no git."""
    program = tmp_path / "ps bin" / "ps"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho '    1 sh'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


LOCKS = [
    *("HEAD.lock", "index.lock", "config.lock", "packed-refs.lock", "shallow.lock"),
    *("refs/heads/x.lock", "refs/heads/deep/y.lock", "refs/hookkit/corrections/z.lock"),
    *("logs/refs/heads/x.lock", "reftable/tables.list.lock", "objects/info/commit-graph.lock"),
]


def put_lock(repo: Repository, name: str) -> Path:
    """Leave a lock behind in the git directory."""
    lock = repo.path / ".git" / name
    if name.startswith("refs/heads/") and not (repo.path / ".git/refs/heads").is_dir():
        pytest.skip("reftable has no such locks")
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_bytes(b"")
    return lock


@pytest.mark.parametrize("name", LOCKS)
def test_an_old_lock_is_found_with_the_command_that_removes_it(
    installed: Repository, no_git_here: None, name: str
) -> None:
    lock = put_lock(installed, name)
    old(lock)
    [finding] = found(installed)
    assert finding.state == "bad"
    assert finding.sentence.startswith(f"{lock} is 2 hours old, and no git is running here")
    assert "look first" in finding.sentence
    assert finding.repair == f"rm -- {shlex.quote(str(lock))}"
    assert remove_leftovers(installed.runner) == ()  # it is git's
    assert lock.exists()
    ended = installed.hookkit("doctor")
    assert ended.returncode == 1
    assert "everything is in order" not in ended.stdout
    subprocess.run(finding.repair, shell=True, check=True)
    assert found(installed) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_fresh_lock_is_somebodys(installed: Repository, no_git_here: None, name: str) -> None:
    put_lock(installed, name)
    [finding] = found(installed)
    assert (finding.state, finding.repair) == ("warn", "git status")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_an_old_lock_is_left_to_a_git_that_runs_in_this_repository_alone(
    installed: Repository, tmp_path: Path
) -> None:
    lock = installed.path / ".git" / "HEAD.lock"
    lock.write_bytes(b"")
    old(lock)
    there = Repository.init(tmp_path / "there")
    for repo, verdict in ((there, "bad"), (installed, "warn")):
        waiting = ["git", "cat-file", "--batch"]
        with subprocess.Popen(waiting, cwd=repo.path, stdin=subprocess.PIPE) as git:
            assert [each.state for each in found(installed)] == [verdict]
            assert git.stdin is not None
            git.stdin.close()


def test_the_locks_of_another_worktree_are_found(installed: Repository, no_git_here: None) -> None:
    linked = Repository(installed.path.parent / "linked")
    installed.git("worktree", "add", "-q", str(linked.path))
    own = installed.path / ".git/worktrees/linked"
    locks = [own / "HEAD.lock", own / "index.lock", installed.path / ".git/HEAD.lock"]
    for each in locks:
        each.write_bytes(b"")
        old(each)
    for repo in (linked, installed):
        repairs = {each.repair for each in found(repo)}
        assert repairs == {f"rm -- {shlex.quote(str(each))}" for each in locks}


def test_the_temporary_file_of_a_hookkit_that_has_ended_is_removed_on_request(
    installed: Repository,
) -> None:
    installed.write(".gitignore", ".*\n")
    left = [
        installed.write(f"sub dir/{ended_name()}", SLOPPY),
        installed.write(f"sub dir/{ended_name()}.part", "half of a fi"),
    ]
    mine = installed.write("sub dir/a.hookkit-x1y2", "1\n")
    [finding] = found(installed)
    assert (finding.state, finding.repair) == ("warn", CLEAN_COMMAND)
    assert all(str(each) in finding.sentence for each in left)
    ended = installed.hookkit("doctor", "--clean")
    assert ended.returncode == 0
    assert f"removed  {left[0]}" in ended.stdout.splitlines()
    assert [each.exists() for each in (*left, mine)] == [False, False, True]
    assert {each.state for each in diagnose_repository(installed.runner)} == {"ok"}


def test_a_temporary_file_that_holds_what_is_nowhere_else_is_never_removed(
    installed: Repository,
) -> None:
    left = installed.write(ended_name(), b"an edit that nobody else has\n")
    [finding] = found(installed)
    assert "nowhere else" in finding.sentence
    assert finding.repair == f"less -- {shlex.quote(str(left))}"
    assert remove_leftovers(installed.runner) == ()
    assert left.exists()


def test_the_name_that_older_versions_gave_is_known_after_an_hour(installed: Repository) -> None:
    left = installed.write(".hookkit-ab12cd34", SLOPPY)
    [finding] = found(installed)
    assert finding.repair == "git status"
    assert remove_leftovers(installed.runner) == ()
    old(left)
    [finding] = found(installed)
    assert finding.repair == CLEAN_COMMAND
    assert remove_leftovers(installed.runner) == (left,)


def test_what_a_hookkit_that_still_runs_needs_stays(installed: Repository) -> None:
    left = [
        installed.write(temporary_name(), SLOPPY),
        installed.path / ".git" / temporary_name("hookkit-"),
    ]
    left[1].mkdir()
    assert {each.repair for each in found(installed)} == {"git status"}
    assert remove_leftovers(installed.runner) == ()
    assert all(each.exists() for each in left)


def test_scratch_folders_are_removed_in_every_worktree(installed: Repository) -> None:
    linked = installed.path.parent / "linked"
    installed.git("worktree", "add", "-q", str(linked))
    places = [installed.path / ".git", installed.path / ".git/worktrees/linked"]
    left = [each / ended_name("hookkit-") for each in places]
    for each in left:
        (each / "borrowed" / ".git").mkdir(parents=True)
    [finding] = found(installed)
    assert finding.repair == CLEAN_COMMAND
    assert sorted(remove_leftovers(installed.runner)) == sorted(left)
    assert found(installed) == []


@pytest.fixture
def killed(repo: Repository) -> Iterator[Repository]:
    """A repository in which a placement was killed while it held the index."""
    install(repo.runner)
    sloppy(repo)
    child = os.fork()
    if child == 0:
        from hookkit.git.index_update import locked_index

        with locked_index(repo.runner):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    yield repo


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_lock_of_a_hookkit_that_was_killed_is_known_to_be_its_own(killed: Repository) -> None:
    lock = killed.path / ".git" / "index.lock"
    assert lock.exists()
    before = state(killed)
    findings = {each.name: each for each in found(killed)}
    assert (findings["index"].state, findings["index"].repair) == ("bad", CLEAN_COMMAND)
    assert findings["leftovers"].repair == CLEAN_COMMAND
    assert killed.hookkit("doctor", "--clean").returncode == 0
    assert not lock.exists()
    assert {each.state for each in diagnose_repository(killed.runner)} == {"ok"}
    assert state(killed) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_lock_that_git_took_after_it_is_not_hookkits(killed: Repository) -> None:
    lock = killed.path / ".git" / "index.lock"
    other = lock.with_name("other")
    other.write_bytes(b"")
    os.replace(other, lock)
    remove_leftovers(killed.runner)
    assert lock.exists()


def test_a_name_tells_its_maker() -> None:
    mine = process_in_name(temporary_name())
    assert mine is not None and mine.pid == os.getpid()
    assert has_ended(mine) is False
    assert has_ended(mine._replace(host="00000000")) is None
    gone = process_in_name(ended_name())
    assert gone is not None and has_ended(gone) is True
    assert process_in_name(".hookkit-ab12cd34") is None


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_a_number_that_was_given_out_again_is_another_process() -> None:
    mine = process_in_name(temporary_name())
    assert mine is not None
    assert has_ended(mine._replace(start="1")) is True
    assert has_ended(mine._replace(boot="00000001")) is True


def test_nothing_is_found_where_nothing_is_left(installed: Repository) -> None:
    assert found(installed) == []
