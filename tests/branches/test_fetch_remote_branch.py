"""What a remote says of a branch, and how old the fetched answer is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hookkit.branches.fetch_remote_branch import (
    RemoteTrackingBranch,
    fetch_remote,
    read_last_fetch,
    remote_of_ref,
)
from tests.history.checks.scenarios import Team, found_team, grow
from tests.repository import Repository

MAIN = "refs/remotes/origin/main"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Two clones; the dates of commits are those of the scenarios."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "@1700000000 +0000")
    return found_team(tmp_path)


def test_a_remote_that_answers_is_fresh(team: Team) -> None:
    new = grow(team.bob, "two")
    team.bob.git("push", "-q")
    assert fetch_remote(team.alice.runner, "origin", MAIN) == RemoteTrackingBranch(
        "origin", MAIN, True
    )
    assert team.alice.git("rev-parse", MAIN) == new


def test_one_that_cannot_be_reached_is_told_with_gits_words(team: Team) -> None:
    before = team.alice.git("for-each-ref")
    team.alice.git("config", "remote.origin.url", "/nowhere")
    fetched = fetch_remote(team.alice.runner, "origin", MAIN)
    problem = "'/nowhere' does not appear to be a git repository"
    assert fetched == RemoteTrackingBranch("origin", MAIN, False, problem, 1_700_000_060)
    assert team.alice.git("for-each-ref") == before


def test_one_that_has_the_branch_no_more_tells_nothing_of_it(team: Team) -> None:
    team.bob.git("push", "-q", "origin", "main:other")
    team.alice.git("fetch", "-q")
    os.utime(team.alice.path / ".git" / "FETCH_HEAD", (1_800_000_000, 1_800_000_000))
    team.bob.git("push", "-q", "origin", ":other")
    other = "refs/remotes/origin/other"
    fetched = fetch_remote(team.alice.runner, "origin", other)
    assert fetched == RemoteTrackingBranch(
        "origin", other, False, "", 1_800_000_000, is_missing=True
    )
    assert fetch_remote(team.alice.runner, "origin", "refs/remotes/origin/none").is_fetched


def test_what_ssh_says_ends_without_its_carriage_return(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(
        "#!/bin/sh\nprintf 'ssh: Could not resolve hostname nowhere\\r\\n' >&2\nexit 255\n"
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    team.alice.git("config", "remote.origin.url", "nowhere:x")
    fetched = fetch_remote(team.alice.runner, "origin", MAIN)
    assert fetched.problem == "Could not resolve hostname nowhere"


def test_the_age_is_that_of_the_last_fetch_of_the_branch(team: Team) -> None:
    git = team.alice.runner
    team.alice.git("fetch", "-q")
    fetched = team.alice.path / ".git" / "FETCH_HEAD"
    os.utime(fetched, (1_800_000_000, 1_800_000_000))
    assert read_last_fetch(git, "origin", MAIN) == RemoteTrackingBranch(
        "origin", MAIN, False, "", 1_800_000_000
    )
    other = read_last_fetch(git, "origin", "refs/remotes/origin/other")
    assert other == RemoteTrackingBranch("origin", "refs/remotes/origin/other", False)


@pytest.mark.parametrize("end", ["", "/", ".git", ".git/"])
def test_the_age_of_a_branch_is_not_that_of_its_namesake_at_another_remote(
    team: Team, tmp_path: Path, end: str
) -> None:
    url = f"file://user:word@{tmp_path}/fork{end}"
    shutil.copytree(team.alice.git("config", "remote.origin.url"), f"{tmp_path}/fork{end}")
    team.alice.git("remote", "add", "fork", url)
    team.alice.git("fetch", "-q", "fork")
    os.utime(team.alice.path / ".git" / "FETCH_HEAD", (1_800_000_000, 1_800_000_000))
    git = team.alice.runner
    assert read_last_fetch(git, "fork", "refs/remotes/fork/main").fetched_at == 1_800_000_000
    assert read_last_fetch(git, "origin", MAIN).fetched_at == 1_700_000_060
    team.alice.git("fetch", "-q", "--append", "origin")
    os.utime(team.alice.path / ".git" / "FETCH_HEAD", (1_800_000_000, 1_800_000_000))
    assert read_last_fetch(git, "origin", MAIN).fetched_at == 1_800_000_000


def make_partial(repo: Repository, remote: str) -> None:
    repo.git("config", f"remote.{remote}.promisor", "true")
    repo.git("config", f"remote.{remote}.partialclonefilter", "blob:none")
    assert " (fetch) [blob:none]" in repo.git("remote", "-v")


def test_a_partial_clone_is_fetched_beside_a_remote_with_the_same_url(team: Team) -> None:
    team.alice.git("remote", "add", "mirror", team.alice.git("config", "remote.origin.url"))
    make_partial(team.alice, "origin")
    assert fetch_remote(team.alice.runner, "origin", MAIN).is_fetched


def test_the_age_of_a_branch_is_not_that_of_its_namesake_at_a_partial_clone(
    team: Team, tmp_path: Path
) -> None:
    shutil.copytree(team.alice.git("config", "remote.origin.url"), tmp_path / "fork")
    team.alice.git("remote", "add", "fork", str(tmp_path / "fork"))
    make_partial(team.alice, "fork")
    team.alice.git("fetch", "-q", "fork")
    os.utime(team.alice.path / ".git" / "FETCH_HEAD", (1_800_000_000, 1_800_000_000))
    assert read_last_fetch(team.alice.runner, "origin", MAIN).fetched_at == 1_700_000_060


def test_the_age_that_a_failed_fetch_forgets_is_told_once_more(team: Team) -> None:
    team.alice.git("fetch", "-q")
    os.utime(team.alice.path / ".git" / "FETCH_HEAD", (1_800_000_000, 1_800_000_000))
    team.alice.git("config", "remote.origin.url", "/nowhere")
    assert fetch_remote(team.alice.runner, "origin", MAIN).fetched_at == 1_800_000_000
    assert read_last_fetch(team.alice.runner, "origin", MAIN).fetched_at == 1_700_000_060


def test_the_remote_of_a_branch_may_have_a_slash_in_its_name(team: Team) -> None:
    # Newer versions of git make no such remote any more, but one that is there stays.
    team.alice.git("config", "remote.origin/fork.url", "/nowhere")
    git = team.alice.runner
    assert remote_of_ref(git, "refs/remotes/origin/fork/main") == "origin/fork"
    assert remote_of_ref(git, "refs/remotes/origin/forks/main") == "origin"
    assert remote_of_ref(git, "refs/heads/main") is None
